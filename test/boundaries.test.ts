import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Which folders of src/ a folder may import from, besides itself. The root files (app.ts, main.ts) may import all. */
const allowed: Record<string, readonly string[]> = {
  config: ['application', 'domain'],
  domain: [],
  locales: [],
  application: ['domain', 'locales'],
  slack: ['application', 'domain', 'locales'],
  teams: ['application', 'domain', 'locales'],
  intake: ['application', 'domain', 'locales'],
  storage: ['application', 'domain'],
  jobs: ['application', 'domain'],
  notices: ['application', 'domain', 'locales'],
  playground: [],
};

/** Packages that belong to one folder only. */
const homes: Record<string, string> = {
  '@slack/bolt': 'slack',
  '@slack/web-api': 'slack',
  botbuilder: 'teams',
  'botframework-connector': 'teams',
  '@microsoft/teams-ai': 'teams',
  'adaptivecards-templating': 'teams',
  mongoose: 'storage',
  mingo: 'storage',
  bson: 'storage',
  nodemailer: 'notices',
  agenda: 'jobs',
  '@agendajs/mongo-backend': 'jobs',
};

/** Root files that hold what every folder needs and that import no folder themselves. */
const shared = new Set(['formats.ts', 'logger.ts']);

const src = resolve('src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('playground/page/'))
  .map((file) => join(src, file));

function imports(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] as string);
}

const folderOf = (file: string) => {
  const parts = relative(src, file).split('/');
  return parts.length > 1 ? (parts[0] as string) : '';
};

describe('import directions', () => {
  test.each(files.map((file) => [relative(src, file), file]))('%s', (_name, file) => {
    const folder = folderOf(file);
    if (folder === '') return;
    const permitted = allowed[folder];
    expect(permitted).toBeDefined();
    for (const specifier of imports(file)) {
      if (specifier.startsWith('.')) {
        const target = resolve(dirname(file), specifier);
        const targetFolder = folderOf(target);
        const ok =
          targetFolder === folder ||
          permitted?.includes(targetFolder) ||
          shared.has(relative(src, target).replace(/\.js$/, '.ts'));
        expect({ file: relative(src, file), imports: specifier, ok }).toMatchObject({ ok: true });
      } else {
        const name = specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/');
        const home = homes[name];
        if (home) expect({ file: relative(src, file), imports: name, home: folder }).toMatchObject({ home });
        // Calendars need Luxon; both are pure.
        if (folder === 'domain') expect(['zod', 'luxon']).toContain(specifier);
      }
    }
  });
});
