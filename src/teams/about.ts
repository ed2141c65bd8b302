import { Router } from 'express';
import { languages } from '../domain/profile.js';
import { type MessageKey, translate } from '../locales/translate.js';
import { page } from './page-html.js';

const pages: Readonly<Record<string, readonly [heading: MessageKey, ...paragraphs: MessageKey[]]>> = {
  '/': ['about.title', 'about.what'],
  '/privacy': ['about.privacy', 'about.privacy.requests', 'about.privacy.people', 'about.privacy.where'],
  '/terms': ['about.terms', 'about.terms.rules', 'about.terms.licence'],
};

/**
 * The pages that the app's package names: who looks at the app in Teams finds “More information”, “Privacy” and “Terms
 * of use” there, before a workspace's administrators let it in.
 */
export function aboutRouter(): Router {
  const router = Router();
  for (const [path, keys] of Object.entries(pages)) {
    router.get(path, (request, response) => {
      const accepted = request.acceptsLanguages([...languages]);
      const language = languages.find((known) => known === accepted) ?? 'en';
      const [heading = '', ...paragraphs] = keys.map((key) => translate(language, key));
      response
        .set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'")
        .set('Content-Language', language)
        .vary('Accept-Language')
        .type('html')
        .send(page(language, heading, paragraphs));
    });
  }
  return router;
}
