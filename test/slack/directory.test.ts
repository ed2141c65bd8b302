import { createSlackDirectory, type SlackDirectory } from '../../src/slack/directory.js';
import { SlackUnavailable } from '../../src/slack/errors.js';
import { createWebClient } from '../../src/slack/web-client.js';
import { type Answer, type FakeWebApi, startFakeWebApi } from './fake-web-api.js';
import { silent } from './messenger-harness.js';

const anna = {
  id: 'U1',
  team_id: 'T1',
  name: 'anna',
  real_name: 'Anna Andersson',
  tz: 'Europe/Stockholm',
  locale: 'en-US',
  is_email_confirmed: true,
  profile: { display_name: 'Anna', email: 'anna@example.com' },
};

let users: Record<string, object>;
let channels: Record<string, string[]>;
let api: FakeWebApi;
let time: number;
let directory: SlackDirectory;

beforeEach(async () => {
  users = { U1: anna };
  channels = { C1: ['U1', 'U2', 'U3'], C2: ['U2'], C3: ['U1'] };
  time = Date.parse('2026-03-02T09:00:00Z');
  api = await startFakeWebApi({
    'users.info': {
      accepts: ['user', 'include_locale'],
      answer: ({ args }): Answer => {
        const user = users[String(args.user)];
        return user && args.include_locale === 'true' ? { user } : { ok: false, error: 'user_not_found' };
      },
    },
    'users.lookupByEmail': {
      accepts: ['email'],
      answer: ({ args }): Answer => {
        const user = Object.values(users).find((one) => (one as typeof anna).profile.email === args.email);
        return user ? { user } : { ok: false, error: 'users_not_found' };
      },
    },
    'conversations.members': {
      accepts: ['channel', 'limit', 'cursor'],
      answer: ({ args }): Answer => {
        const all = channels[String(args.channel)];
        if (!all) return { ok: false, error: 'channel_not_found' };
        const from = Number(args.cursor ?? 0);
        const next = from + 2 < all.length ? String(from + 2) : '';
        return { members: all.slice(from, from + 2), response_metadata: { next_cursor: next } };
      },
    },
  });
  directory = createSlackDirectory({
    client: createWebClient('xoxb-test', { slackApiUrl: api.url, logger: silent }),
    team: 'T1',
    clock: { now: () => new Date(time) },
    logger: silent,
  });
});
afterEach(() => api.stop());

describe('standing', () => {
  test('a full member, with name, address, language and zone', async () => {
    expect(await directory.standing('U1')).toEqual({
      kind: 'member',
      person: { platform: 'slack', tenant: 'T1', id: 'U1', name: 'Anna Andersson' },
      email: 'anna@example.com',
      language: 'en',
      timeZone: 'Europe/Stockholm',
    });
  });

  test.each<[string, object, object]>([
    ['no real name', { real_name: '', profile: { display_name: 'Anna' } }, { person: { name: 'Anna' }, email: null }],
    ['French', { locale: 'fr-FR' }, { language: 'fr' }],
    ['Canadian French', { locale: 'fr-CA' }, { language: 'fr' }],
    ['a language that the desk does not speak', { locale: 'sv-SE' }, { language: 'en' }],
    ['no locale', { locale: undefined }, { language: 'en' }],
    ['no zone', { tz: undefined }, { timeZone: 'UTC' }],
    ['an unconfirmed address', { is_email_confirmed: false }, { kind: 'member', email: null }],
    ['deleted', { deleted: true }, { kind: 'unknown' }],
    ['a bot', { is_bot: true }, { kind: 'bot' }],
    ['Slackbot', { id: 'USLACKBOT' }, { kind: 'bot' }],
    ['a guest', { is_restricted: true }, { kind: 'guest' }],
    ['a guest of one channel', { is_restricted: true, is_ultra_restricted: true }, { kind: 'guest' }],
    ['a French guest', { is_restricted: true, locale: 'fr-FR' }, { kind: 'guest', language: 'fr' }],
    ['somebody from another workspace', { team_id: 'T2' }, { kind: 'external' }],
    ['a stranger', { is_stranger: true }, { kind: 'external' }],
    ['a guest from another workspace', { team_id: 'T2', is_restricted: true }, { kind: 'external' }],
    [
      'an organisation’s user with a home elsewhere',
      { team_id: 'T2', enterprise_user: { teams: ['T2', 'T1'] } },
      { kind: 'member', person: { tenant: 'T1' } },
    ],
    [
      'an organisation’s user of other workspaces only',
      { team_id: 'T2', enterprise_user: { teams: ['T2', 'T3'] } },
      { kind: 'external' },
    ],
  ])('%s', async (_name, differs, expected) => {
    users = { U1: { ...anna, ...differs } };
    expect(await directory.standing('U1')).toMatchObject(expected);
  });

  test('is remembered for five minutes, and shared by those who ask at once', async () => {
    await Promise.all([directory.standing('U1'), directory.standing('U1')]);
    time += 299_000;
    await directory.standing('U1');
    expect(api.calls).toHaveLength(1);
    users = { U1: { ...anna, deleted: true } };
    time += 1_000;
    expect(await directory.standing('U1')).toMatchObject({ kind: 'unknown' });
  });

  test('somebody unknown is asked for again after half a minute', async () => {
    expect(await directory.standing('U9')).toEqual({ kind: 'unknown', language: 'en' });
    users = { U9: { ...anna, id: 'U9' } };
    expect(await directory.standing('U9')).toMatchObject({ kind: 'unknown' });
    time += 30_000;
    expect(await directory.standing('U9')).toMatchObject({ kind: 'member' });
  });

  test.each([
    ['Slack is down', { status: 503 }],
    ['too many calls', { status: 429, retryAfter: '9' }],
    ['the connection breaks', 'hang-up'],
    ['a scope is missing', { error: 'missing_scope' }],
  ] as const)('%s: nobody is let in on a guess, and the next question is asked', async (_name, fault) => {
    api.fail('users.info', fault);
    await expect(directory.standing('U1')).rejects.toBeInstanceOf(SlackUnavailable);
    expect(await directory.standing('U1')).toMatchObject({ kind: 'member' });
  });
});

describe('memberWith', () => {
  const email = 'anna@example.com';
  test('the member with that address, as they stand', async () => {
    expect(await directory.memberWith(email)).toEqual(await directory.standing('U1'));
    expect(await directory.memberWith('nobody@example.com')).toBeNull();
  });

  test.each([
    ['a guest', { is_restricted: true }],
    ['of another organisation', { team_id: 'T2' }],
    ['deleted', { deleted: true }],
    ['a bot', { is_bot: true }],
  ])('nobody who is %s', async (_name, differs) => {
    users = { U1: { ...anna, ...differs } };
    expect(await directory.memberWith(email)).toBeNull();
  });

  test('is remembered for five minutes, shared by those who ask at once; nobody for half a minute', async () => {
    await Promise.all([directory.memberWith(email), directory.memberWith(email), directory.memberWith('b@x.example')]);
    const calls = () => api.calls.filter(({ method }) => method === 'users.lookupByEmail').length;
    expect(calls()).toBe(2);
    users = { U2: { ...anna, id: 'U2' } };
    time += 30_000;
    await directory.memberWith('b@x.example');
    expect(await directory.memberWith(email)).toMatchObject({ person: { id: 'U1' } });
    expect(calls()).toBe(3);
    time += 270_000;
    expect(await directory.memberWith(email)).toMatchObject({ person: { id: 'U2' } });
  });

  test('a failure says so, and is not remembered', async () => {
    api.fail('users.lookupByEmail', { status: 503 });
    await expect(directory.memberWith(email)).rejects.toBeInstanceOf(SlackUnavailable);
    expect(await directory.memberWith(email)).toMatchObject({ person: { id: 'U1' } });
  });
});

describe('memberOf', () => {
  test('says which of the channels somebody belongs to, whatever the page', async () => {
    expect(await directory.memberOf('U1', ['C1', 'C2', 'C3'])).toEqual(new Set(['C1', 'C3']));
    expect(await directory.memberOf('U3', ['C1', 'C2'])).toEqual(new Set(['C1']));
    expect(await directory.memberOf('U1', [])).toEqual(new Set());
  });

  test('asks once a minute for each channel, whoever is asked about', async () => {
    await Promise.all(['U1', 'U2', 'U3'].map((user) => directory.memberOf(user, ['C2'])));
    time += 59_000;
    await directory.memberOf('U1', ['C2']);
    expect(api.calls).toHaveLength(1);
    time += 1_000;
    await directory.memberOf('U1', ['C2']);
    expect(api.calls).toHaveLength(2);
  });

  test('who just joined or left is known at once', async () => {
    await directory.memberOf('U1', ['C2', 'C3']);
    channels.C2?.push('U1');
    channels.C3 = [];
    directory.forget('C2');
    directory.forget('C3');
    expect(await directory.memberOf('U1', ['C2', 'C3'])).toEqual(new Set(['C2']));
  });

  test('a channel that cannot be seen has no members for us, and the others still count', async () => {
    expect(await directory.memberOf('U1', ['CPRIVATE', 'C3'])).toEqual(new Set(['C3']));
  });

  test('when a page fails, nobody is let in on half an answer', async () => {
    api.fail('conversations.members', { status: 500 });
    await expect(directory.memberOf('U1', ['C1'])).rejects.toBeInstanceOf(SlackUnavailable);
    expect(await directory.memberOf('U1', ['C1'])).toEqual(new Set(['C1']));
  });
});
