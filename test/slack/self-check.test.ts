import type { Profile } from '../../src/domain/profile.js';
import { botScopes } from '../../src/slack/manifest.js';
import { checkSlack, createSlackCheck, type SlackCheckOptions } from '../../src/slack/self-check.js';
import { createWebClient } from '../../src/slack/web-client.js';
import { profile } from '../support/referrals.js';
import { type Answer, type Call, type FakeWebApi, startFakeWebApi } from './fake-web-api.js';
import { silent } from './messenger-harness.js';

const named = (name: string, ...slackChannels: string[]): Profile => ({ ...profile, id: name, name, slackChannels });

let api: FakeWebApi;
let channels: Record<string, object>;
let identity: Record<string, unknown>;
let scopes: string;
let time: number;
let aheadMs: number;
let options: SlackCheckOptions;

beforeEach(async () => {
  time = Date.parse('2026-03-02T09:00:00.500Z');
  aheadMs = 0;
  channels = { C1: { name: 'rfi-inbox', is_member: true } };
  identity = { team_id: 'T1', user_id: 'UBOT', bot_id: 'B1', user: 'desk' };
  scopes = Object.keys(botScopes).join(',');
  const needs = (token: string, answer: (call: Call) => Answer) => ({
    accepts: ['channel'],
    answer: (call: Call) => (call.token === token ? answer(call) : { ok: false, error: 'invalid_auth' }),
  });
  api = await startFakeWebApi({
    'auth.test': needs('xoxb-good', () => ({
      ...identity,
      headers: { 'x-oauth-scopes': scopes, date: new Date(time - aheadMs).toUTCString() },
    })),
    'apps.connections.open': needs('xapp-good', () => ({ url: 'wss://example.invalid' })),
    'conversations.info': needs('xoxb-good', ({ args }) => {
      const channel = channels[String(args.channel)];
      return channel ? { channel } : { ok: false, error: 'channel_not_found' };
    }),
  });
  options = {
    client: client('xoxb-good'),
    signingSecret: '0123456789abcdef0123456789abcdef',
    profiles: [named('North', 'C1')],
    clock: { now: () => new Date(time) },
  };
});
afterEach(() => api.stop());

const client = (token: string) => createWebClient(token, { slackApiUrl: api.url, logger: silent });

/** The one problem there should be. */
async function problem(differs: Partial<SlackCheckOptions> = {}) {
  const problems = await checkSlack({ ...options, ...differs });
  expect(problems).toHaveLength(1);
  return problems[0];
}

test('nothing to say when all is well', async () => {
  expect(await checkSlack({ ...options, appClient: client('xapp-good') })).toEqual([]);
});

describe('what is wrong, and what to do', () => {
  test('the token is refused', async () => {
    expect(await problem({ client: client('xoxb-bad') })).toEqual({
      code: 'slack-token-refused',
      severity: 'error',
      text: expect.stringMatching(/\(invalid_auth\).*OAuth & Permissions/),
    });
  });

  test('Slack is out of reach', async () => {
    const unreachable = createWebClient('xoxb-good', { slackApiUrl: 'http://no-such-host.invalid/', logger: silent });
    expect(await problem({ client: unreachable })).toMatchObject({ code: 'slack-unreachable', severity: 'error' });
  });

  test('the token is a person’s', async () => {
    delete identity.bot_id;
    expect(await problem()).toMatchObject({ code: 'slack-not-a-bot-token' });
  });

  test('scopes are missing', async () => {
    scopes = scopes.replace('groups:read,', '').replace(',users:read.email', '');
    expect(await problem()).toMatchObject({
      code: 'slack-scopes-missing',
      text: expect.stringContaining('groups:read, users:read.email.'),
    });
  });

  test('the signing secret is something else', async () => {
    expect(await problem({ signingSecret: 'xoxb-123' })).toMatchObject({
      code: 'slack-signing-secret-odd',
      severity: 'warning',
    });
  });

  test.each([
    [90_000, 'warning', '90 s ahead of'],
    [-90_000, 'warning', '90 s behind'],
    [400_000, 'error', '400 s ahead of'],
    [-400_000, 'error', '400 s behind'],
  ])('the clock is %i ms ahead', async (ms, severity, text) => {
    aheadMs = ms;
    const found = await problem();
    expect(found).toMatchObject({ code: 'slack-clock-off', severity });
    expect(found?.text).toContain(text);
  });

  test('a clock that is a little off is none of our business', async () => {
    aheadMs = 59_000;
    expect(await checkSlack(options)).toEqual([]);
  });

  test('the app-level token is refused', async () => {
    expect(await problem({ appClient: client('xapp-bad') })).toMatchObject({
      code: 'slack-app-token-refused',
      text: expect.stringContaining('SLACK_APP_TOKEN'),
    });
  });

  test.each([
    ['private or gone', undefined, 'slack-channel-not-found', 'error', '/invite @desk'],
    ['archived', { name: 'old', is_archived: true }, 'slack-channel-archived', 'error', '#old'],
    ['one without the bot', { name: 'rfi' }, 'slack-not-in-channel', 'error', 'Write /invite @desk in #rfi.'],
    ['shared', { name: 'rfi', is_member: true, is_ext_shared: true }, 'slack-channel-shared', 'warning', '#rfi'],
  ])('a channel is %s', async (_name, info, code, severity, text) => {
    if (info) channels.C1 = info;
    else delete channels.C1;
    const found = await problem();
    expect(found).toMatchObject({ code, severity });
    expect(found?.text).toContain(text);
    expect(found?.text).toContain('profile "North"');
  });

  test('a channel that cannot be checked just now', async () => {
    api.fail('conversations.info', { status: 503 });
    expect(await problem()).toMatchObject({ code: 'slack-channel-unchecked', severity: 'warning' });
  });

  test('every problem at once, each channel once', async () => {
    const problems = await checkSlack({
      ...options,
      signingSecret: '',
      profiles: [named('North', 'C1', 'C8', 'C8'), named('South', 'C8', 'C9')],
    });
    expect(problems.map(({ code }) => code)).toEqual([
      'slack-signing-secret-odd',
      'slack-channel-not-found',
      'slack-channel-not-found',
    ]);
    expect(problems[1]?.text).toContain('C8 (profiles "North", "South")');
  });
});

test.each(['auth.test', 'apps.connections.open', 'conversations.info'])(
  'too many calls of %s are no fault in the set-up',
  async (method) => {
    api.fail(method, { status: 429, retryAfter: '30' });
    expect(await checkSlack({ ...options, appClient: client('xapp-good') })).toEqual([]);
  },
);

describe('for an address that is asked all the time', () => {
  const check = () =>
    createSlackCheck({
      ...options,
      profiles: { all: async () => options.profiles, byId: async () => null },
    });

  test('asks Slack once a minute', async () => {
    const ask = check();
    await Promise.all([ask(), ask()]);
    time += 59_000;
    await ask();
    expect(api.callsOf('conversations.info')).toHaveLength(1);
    time += 1_000;
    await ask();
    expect(api.callsOf('conversations.info')).toHaveLength(2);
  });

  test('looks again after ten seconds when something was wrong', async () => {
    channels.C1 = { name: 'rfi' };
    const ask = check();
    expect(await ask()).toHaveLength(1);
    channels.C1 = { name: 'rfi', is_member: true };
    time += 9_000;
    expect(await ask()).toHaveLength(1);
    time += 1_000;
    expect(await ask()).toEqual([]);
  });
});
