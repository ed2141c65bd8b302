import { Writable } from 'node:stream';
import { pino } from 'pino';
import { teamsManifest } from '../../src/teams/app-package.js';
import { inboxChannel, startTeamsDesk, type TeamsDesk } from './teams-desk.js';

let desk: TeamsDesk;
const logged: { readonly level: number; readonly code?: string; readonly msg: string }[] = [];
/** Resolves with what the log says under that code. */
let said: (code: string) => Promise<(typeof logged)[number]>;

beforeAll(async () => {
  const waiting: (() => void)[] = [];
  const stream = new Writable({
    write(line, _encoding, done) {
      logged.push(JSON.parse(String(line)));
      for (const look of waiting) look();
      done();
    },
  });
  said = (code) =>
    new Promise((resolve) => {
      const look = () => {
        const found = logged.find((line) => line.code === code);
        if (found) resolve(found);
      };
      waiting.push(look);
      look();
    });
  desk = await startTeamsDesk({ notInstalled: true, logger: pino(stream) });
});
afterAll(async () => {
  await desk.stop();
  desk.teams.assertStrict();
});

async function ready(): Promise<{ status: number; problems: { code: string; severity: string; text: string }[] }> {
  const response = await fetch(`${desk.url}/readyz`);
  const { problems } = (await response.json()) as Awaited<ReturnType<typeof ready>>;
  return { status: response.status, problems };
}

test('what keeps the desk out of Teams is in the log at the start and at /readyz, until it is mended', async () => {
  const { level, msg } = await said('teams-bot-not-added');
  expect(level).toBe(pino.levels.values.error);
  expect(await ready()).toEqual({
    status: 503,
    problems: [{ code: 'teams-bot-not-added', severity: 'error', text: msg }],
  });
  expect(msg).toContain(inboxChannel);
  await desk.teams.talk.install({ user: 'anna', conversation: inboxChannel });
  expect(await ready()).toEqual({ status: 200, problems: [] });
  await desk.teams.talk.uninstall({ user: 'anna', conversation: inboxChannel });
  expect(await ready()).toMatchObject({ status: 503, problems: [{ code: 'teams-bot-removed' }] });
});

test.each([
  ['websiteUrl', 'en-GB,en', 'Referral Desk'],
  ['privacyUrl', 'fr-CA, fr;q=0.9, en;q=0.5', 'confidentialité'],
  ['termsOfUseUrl', 'de', 'terms of use'],
] as const)('%s of the app’s package is a page of the desk, for a reader of %s', async (name, language, heading) => {
  const domain = 'desk.example.com';
  const { developer } = teamsManifest({ appId: '5b2f6c1d-8e3a-4f79-a6d0-19c4e7b3f503', domain });
  const address = (developer as Record<string, string>)[name] ?? '';
  const response = await fetch(new URL(new URL(address).pathname, desk.url), {
    headers: { 'accept-language': language },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(/<h1>(.*)<\/h1>/.exec(await response.text())?.[1]).toContain(heading);
});
