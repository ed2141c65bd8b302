import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { KnownConversation } from '../../src/application/ports.js';
import { inboxChannel } from '../../src/playground/teams/default-organisation.js';
import { TeamsStandIn } from '../../src/playground/teams/stand-in.js';
import { manifestFolder } from '../../src/teams/app-package.js';
import { loopbackSettings } from '../../src/teams/loopback-endpoints.js';
import { checkTeams, createTeamsCheck, problemCodes, type TeamsCheckOptions } from '../../src/teams/self-check.js';
import { profile } from '../support/referrals.js';
import { closedPort, conversationStore } from './on-stand-in.js';

const oAuthScope = 'https://api.botframework.com';
const time = Date.parse('2026-03-02T09:00:00.500Z');

let teams: TeamsStandIn;
let server: Server;
/** What a sign-in of the test's own answers, where the stand-in's never would. */
let answer: { status: number; body: string; date?: Date };
let origin: string;
let options: TeamsCheckOptions;
let conversations: ReturnType<typeof conversationStore>;

beforeAll(async () => {
  teams = new TeamsStandIn({ authentication: 'tokens' });
  await teams.start();
  server = createServer((_request, response) => {
    if (answer.date) response.setHeader('date', answer.date.toUTCString());
    else response.sendDate = false;
    response.writeHead(answer.status, { location: `${origin}/elsewhere` }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  answer = { status: 200, body: '{}' };
  const { bot, tenantId } = teams.organisation;
  const known: KnownConversation = {
    id: inboxChannel,
    kind: 'channel',
    conversation: inboxChannel,
    group: null,
    team: 'team',
    tenant: tenantId,
    serviceUrl: teams.origin,
    bot: bot.id,
    closedAt: null,
  };
  conversations = conversationStore(known);
  options = {
    settings: loopbackSettings(teams),
    cloud: { loginUrl: `${teams.origin}/${tenantId}`, oAuthScope },
    publicUrl: null,
    profiles: { all: async () => [{ ...profile, name: 'North', teamsChannels: [inboxChannel] }] },
    conversations,
    clock: { now: () => new Date() },
  };
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await teams.stop();
});

const credentials = (differs: object): Partial<TeamsCheckOptions> => ({
  settings: { ...options.settings, ...differs } as TeamsCheckOptions['settings'],
});
const ownSignIn = (): Partial<TeamsCheckOptions> => ({ cloud: { loginUrl: `${origin}/tenant`, oAuthScope } });

/** The one problem there should be. */
async function problem(differs: Partial<TeamsCheckOptions> = {}) {
  const problems = await checkTeams({ ...options, ...differs });
  expect(problems).toHaveLength(1);
  return problems[0];
}

test('nothing to say when all is well', async () => {
  expect(await checkTeams(options)).toEqual([]);
});

describe('what is wrong, and what to do', () => {
  test('the secret is wrong', async () => {
    expect(await problem(credentials({ appPassword: 'wrong' }))).toEqual({
      code: 'teams-secret-refused',
      severity: 'error',
      text: expect.stringMatching(/MICROSOFT_APP_PASSWORD \(AADSTS7000215\).*Certificates & secrets/),
    });
  });

  test('the app is unknown', async () => {
    const text = expect.stringMatching(/MICROSOFT_APP_ID.*AADSTS700016.*Application \(client\) ID/);
    expect(await problem(credentials({ appId: 'another' }))).toMatchObject({ code: 'teams-app-unknown', text });
  });

  test('the tenant is unknown', async () => {
    const cloud = { loginUrl: `${teams.origin}/11111111-2222-4333-8444-555555555555`, oAuthScope };
    const text = expect.stringMatching(/MICROSOFT_APP_TENANT_ID \(AADSTS90002\).*Directory \(tenant\) ID/);
    expect(await problem({ cloud })).toMatchObject({ code: 'teams-tenant-unknown', text });
  });

  test.each([
    ['refused for a reason that we have no advice on', 400, 'AADSTS53003: blocked.', 'sign-in-refused', 'AADSTS53003'],
    ['something else answers there', 404, '<html>', 'sign-in-refused', 'HTTP 404'],
    ['out of order', 503, '', 'unreachable', 'HTTP 503'],
  ])('%s', async (_what, status, body, code, reason) => {
    answer = { status, body };
    expect(await problem(ownSignIn())).toMatchObject({ code: `teams-${code}`, text: expect.stringContaining(reason) });
  });

  test('the secret follows no redirect', async () => {
    answer = { status: 307, body: '' };
    expect(await problem(ownSignIn())).toMatchObject({ code: 'teams-unreachable' });
  });

  test('being counted is no problem', async () => {
    answer = { status: 429, body: '' };
    expect(await checkTeams({ ...options, ...ownSignIn() })).toEqual([]);
  });

  test('out of reach', async () => {
    const cloud = { loginUrl: await closedPort(), oAuthScope };
    const text = expect.stringContaining('ECONNREFUSED');
    expect(await problem({ cloud })).toMatchObject({ code: 'teams-unreachable', severity: 'error', text });
  });

  test.each([
    ['a minute and a half ahead', 90, 'warning', '90 s ahead of'],
    ['six minutes behind', -360, 'error', '360 s behind'],
  ])('the clock is %s', async (_what, seconds, severity, words) => {
    answer.date = new Date(time - seconds * 1_000);
    const clock = { now: () => new Date(time) };
    const text = expect.stringContaining(words);
    expect(await problem({ ...ownSignIn(), clock })).toMatchObject({ code: 'teams-clock-off', severity, text });
  });

  test('a clock that nobody answers for is not judged', async () => {
    expect(await checkTeams({ ...options, ...ownSignIn(), clock: { now: () => new Date(0) } })).toEqual([]);
  });

  test('the bot was never added, or the id is another channel’s', async () => {
    conversations.all.clear();
    const text = expect.stringMatching(/"North".*Add the app to that team.*Get link to channel/);
    expect(await problem()).toMatchObject({ code: 'teams-bot-not-added', severity: 'error', text });
  });

  test('the bot was removed', async () => {
    await conversations.close({ team: 'team' }, new Date(time));
    const text = expect.stringMatching(/"North".*Add the app to the team again/);
    expect(await problem()).toMatchObject({ code: 'teams-bot-removed', severity: 'error', text });
  });
});

describe('PUBLIC_URL', () => {
  // Microsoft's own sign-in isn't asked here: the check is given an answer of it.
  const found = (publicUrl: string | null) => checkTeams({ ...options, cloud: null, publicUrl }, async () => []);

  test('missing', async () => {
    expect(await found(null)).toMatchObject([
      { code: 'teams-public-url-missing', severity: 'warning', text: expect.stringContaining('/api/messages') },
    ]);
  });

  test('not https', async () => {
    expect(await found('http://desk.example')).toMatchObject([
      { code: 'teams-public-url-not-https', severity: 'error', text: expect.stringContaining('http://desk.example') },
    ]);
  });

  test('as it should be', async () => {
    expect(await found('https://desk.example')).toEqual([]);
  });

  test('an emulator needs neither it nor credentials', async () => {
    const settings = { kind: 'emulator', tenantId: null } as const;
    expect(await checkTeams({ ...options, cloud: null, settings })).toEqual([]);
  });
});

test('README.md says what to do about each finding, and about nothing else', () => {
  const readme = readFileSync(join(manifestFolder, '..', '..', 'README.md'), 'utf8');
  const [, section = ''] = /^## In Microsoft Teams$(.*?)^## /ms.exec(readme) ?? [];
  const rows = section.split('\n').flatMap((line) => /^\| (`teams-.*?) \|/.exec(line)?.[1] ?? []);
  const named = rows.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code));
  expect(named.sort()).toEqual(problemCodes.map((code) => `teams-${code}`).sort());
});

test('asked often, Microsoft is asked once a minute; what Teams tells us shows at once', async () => {
  let now = time;
  const check = createTeamsCheck({ ...options, clock: { now: () => new Date(now) }, ...ownSignIn() });
  expect(await Promise.all([check(), check()])).toEqual([[], []]);
  answer = { status: 401, body: 'AADSTS7000222: expired.' };
  await conversations.close({ team: 'team' }, new Date(time));
  expect(await check()).toMatchObject([{ code: 'teams-bot-removed' }]);
  now += 60_001;
  expect(await check()).toMatchObject([{ code: 'teams-secret-refused' }, { code: 'teams-bot-removed' }]);
});
