import type { MailParts } from '../../src/notices/compose-mail.js';
import { mailHtml } from '../../src/notices/mail-html.js';

const parts: MailParts = {
  language: 'fr',
  title: 'Nouvelle demande',
  sender: 'Contoso Partners',
  alert: 'Urgent',
  paragraphs: ['Bonjour,', 'Une demande est arrivée.'],
  facts: [{ label: 'Lieu', value: 'Lyon' }],
  advice: 'Répondez vite.',
  link: { text: 'Ouvrir la carte', url: 'https://contoso.slack.com/archives/C1/p1?a=1&b=2' },
  signature: ['Cordialement', 'Contoso Partners'],
  footer: 'Pourquoi vous recevez cet e-mail.',
};

test('nothing is fetched from elsewhere, and nothing runs', () => {
  const html = mailHtml(parts);
  expect(html).not.toMatch(/<script|<img|<link|\bsrc=|url\(|@import|\bon\w+=/i);
  expect(html.match(/https?:[^"<\s]*/g)).toEqual(['https://contoso.slack.com/archives/C1/p1?a=1&amp;b=2']);
});

test('every text has its colour and its font on itself, for mail programs that drop style sheets', () => {
  const html = mailHtml(parts);
  const body = html.slice(html.indexOf('<body'));
  for (const [, text = ''] of body.matchAll(/>([^<>]*\p{L}[^<>]*)</gu)) {
    const opened = body.slice(0, body.indexOf(`>${text}<`));
    const styled = opened.slice(opened.lastIndexOf('style="'));
    expect({ text, styled }).toEqual({ text, styled: expect.stringMatching(/font-family:.*color:#/) });
  }
});

test('tables that only lay out are none to a screen reader, and every tag is closed', () => {
  const html = mailHtml(parts);
  expect(html.match(/<table (?!role="presentation")/g)).toHaveLength(1);
  for (const tag of ['table', 'tr', 'td', 'th', 'p', 'a', 'html', 'body', 'head', 'style']) {
    const count = (pattern: string) => html.match(new RegExp(pattern, 'g'))?.length ?? 0;
    expect({ tag, opened: count(`<${tag}[ >]`) }).toEqual({ tag, opened: count(`</${tag}>`) });
  }
  expect(html).toContain('<meta name="color-scheme" content="light dark">');
});

test('what is left out leaves nothing behind', () => {
  const html = mailHtml({ ...parts, sender: '', alert: null, facts: [], advice: null, link: null, signature: [] });
  expect(html).not.toMatch(/<th|<a |class="alert"|>\s*<\/p>/);
});

test('whatever stands in it is text', () => {
  const evil = '</p><b onclick="x">"&amp;';
  const html = mailHtml({
    ...parts,
    title: evil,
    sender: evil,
    alert: evil,
    paragraphs: [evil],
    facts: [{ label: evil, value: evil }],
    advice: evil,
    link: { text: evil, url: `https://x.example/${evil}` },
    signature: [evil],
    footer: evil,
  });
  expect(html).not.toContain('<b ');
  expect(html.match(/&lt;\/p&gt;&lt;b onclick=&quot;x&quot;&gt;&quot;&amp;amp;/g)).toHaveLength(11);
});
