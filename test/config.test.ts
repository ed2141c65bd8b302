import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, loadClientConfig, loadConfig } from '../src/config.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'desk-config-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '0123456789abcdef', SLACK_CHANNEL: 'C0001' };
const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

function load(env: Record<string, string>, playground = false) {
  return loadConfig({ env, flags: { playground }, cwd });
}
function good(env: Record<string, string>, playground = false): Config {
  const answer = load(env, playground);
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
  return answer.config;
}
function problems(env: Record<string, string>, playground = false) {
  const answer = load(env, playground);
  return answer.ok ? [] : answer.problems;
}

describe('a good configuration', () => {
  test('of Slack by HTTP, with defaults for the rest', () => {
    expect(good(slack)).toEqual({
      playground: false,
      host: '0.0.0.0',
      port: 3000,
      publicUrl: null,
      mongodbUri: null,
      dataDir: join(cwd, 'data'),
      logLevel: 'info',
      slack: { botToken: 'xoxb-1', mode: { kind: 'http', signingSecret: '0123456789abcdef' }, apiUrl: null },
      teams: null,
      intake: null,
      mail: { smtpUrl: null, from: { name: '', address: 'referral-desk@localhost.localdomain' } },
      desk: expect.objectContaining({ defaultProfileId: 'default' }),
    });
  });

  test('of Slack in Socket Mode, where an app-level token is set', () => {
    expect(good({ ...slack, SLACK_APP_TOKEN: 'xapp-1' }).slack?.mode).toEqual({ kind: 'socket', appToken: 'xapp-1' });
  });

  test('of real credentials, which the playground gives way to', () => {
    const config = good({ ...slack, HOST: '0.0.0.0' }, true);
    expect(config).toMatchObject({ playground: false, host: '0.0.0.0' });
    expect(config.slack).not.toBeNull();
  });
  const teams = {
    MICROSOFT_APP_ID: '0A1B2C3D-0000-4000-8000-000000000001',
    MICROSOFT_APP_PASSWORD: 'secret~value',
    MICROSOFT_APP_TENANT_ID: '0a1b2c3d-0000-4000-8000-000000000002',
    TEAMS_CHANNEL: '19:0123abcd@thread.tacv2',
  };
  test('of Teams alone, which needs nothing of Slack', () => {
    const config = good(teams);
    expect(config).toMatchObject({
      slack: null,
      teams: { kind: 'cloud', appId: teams.MICROSOFT_APP_ID.toLowerCase() },
    });
    expect(config.desk.profiles[0]).toMatchObject({ slackChannels: [], teamsChannels: [teams.TEAMS_CHANNEL] });
  });

  test.each([
    'https://teams.microsoft.com/l/channel/19%3A0123abcd%40thread.tacv2/RFI%20inbox?groupId=b31f0c52-7a64&tenantId=7c9a4a1e',
    '19%3a0123abcd%40thread.tacv2',
  ])('of Teams, with a channel as its link has it: %s', (link) => {
    expect(good({ ...teams, TEAMS_CHANNEL: link }).desk.profiles[0]?.teamsChannels).toEqual([teams.TEAMS_CHANNEL]);
  });

  test('of both, for cards in both', () => {
    expect(good({ ...teams, ...slack }).desk.profiles[0]).toMatchObject({
      slackChannels: ['C0001'],
      teamsChannels: [teams.TEAMS_CHANNEL],
    });
  });

  test('of an emulator, on loopback', () => {
    const config = good({ TEAMS_LOCAL_EMULATOR: '1', TEAMS_CHANNEL: teams.TEAMS_CHANNEL });
    expect(config).toMatchObject({ host: '127.0.0.1', teams: { kind: 'emulator', tenantId: null } });
  });

  test.each<[string, Record<string, string>, string]>([
    ['an emulator in production', { TEAMS_LOCAL_EMULATOR: '1', NODE_ENV: 'production' }, 'TEAMS_LOCAL_EMULATOR'],
    ['an emulator that others can reach', { TEAMS_LOCAL_EMULATOR: '1', HOST: '0.0.0.0' }, 'HOST'],
    ['an emulator beside real credentials', { TEAMS_LOCAL_EMULATOR: '1', ...teams }, 'TEAMS_LOCAL_EMULATOR'],
    ['half of the credentials', { MICROSOFT_APP_ID: teams.MICROSOFT_APP_ID }, 'MICROSOFT_APP_PASSWORD'],
    ['an app without its tenant', { ...teams, MICROSOFT_APP_TENANT_ID: '' }, 'MICROSOFT_APP_TENANT_ID'],
    ['no channel', { ...teams, TEAMS_CHANNEL: '' }, 'TEAMS_CHANNEL'],
  ])('not of %s', (_what, env, name) => {
    const withChannel = 'TEAMS_CHANNEL' in env ? env : { TEAMS_CHANNEL: teams.TEAMS_CHANNEL, ...env };
    expect(problems(withChannel).map((problem) => problem.name)).toContain(name);
  });

  test('of the playground alone, on loopback', () => {
    expect(good({}, true)).toMatchObject({ playground: true, host: '127.0.0.1', slack: null });
  });

  test('with everything', () => {
    const config = good({
      ...slack,
      HOST: '::1',
      PORT: '0',
      PUBLIC_URL: 'https://desk.contoso.com/',
      MONGODB_URI: 'mongodb://h/d',
      DATA_DIR: 'here',
      LOG_LEVEL: 'debug',
      INTAKE_TOKEN: 'a-token-of-16-ch',
      INTAKE_SIGNING_SECRET: secret,
      SMTP_URL: 'smtps://u:p@smtp.contoso.com',
      MAIL_FROM: 'Contoso, Partners <partners@contoso.com>',
    });
    expect(config).toMatchObject({
      host: '::1',
      port: 0,
      publicUrl: 'https://desk.contoso.com',
      mongodbUri: 'mongodb://h/d',
      dataDir: join(cwd, 'here'),
      logLevel: 'debug',
      intake: { token: 'a-token-of-16-ch', signingSecret: secret },
      mail: {
        smtpUrl: 'smtps://u:p@smtp.contoso.com',
        from: { name: 'Contoso, Partners', address: 'partners@contoso.com' },
      },
    });
  });

  test.each([
    ['partners@contoso.com', '', 'partners@contoso.com'],
    ['Partners <p@contoso.com>', 'Partners', 'p@contoso.com'],
    ['"Contoso, Inc." <p@contoso.com>', 'Contoso, Inc.', 'p@contoso.com'],
    ['<p@contoso.com>', '', 'p@contoso.com'],
  ])('of the sender %s', (text, name, address) => {
    expect(good({ ...slack, MAIL_FROM: text }).mail.from).toEqual({ name, address });
  });

  test('an empty variable is one that is not set', () => {
    expect(good({ ...slack, PORT: '', INTAKE_TOKEN: ' ' })).toMatchObject({ port: 3000, intake: null });
  });

  test('.env is read, and the real environment wins', () => {
    writeFileSync(join(cwd, '.env'), 'PORT=4000\nLOG_LEVEL="warn"\n# a comment\nINTAKE_TOKEN=a-token-of-16-ch\n');
    expect(good({ ...slack, PORT: '5000' })).toMatchObject({
      port: 5000,
      logLevel: 'warn',
      intake: { token: 'a-token-of-16-ch' },
    });
  });

  test("SLACK_CHANNEL is the default profile's, unless it has channels of its own", () => {
    writeFileSync(
      join(cwd, 'desk.yaml'),
      'profiles: [{id: a, channels: {slack: [C0002]}}, {id: b, default: true}, {id: c, channels: {slack: [C0003]}}]',
    );
    expect(good(slack).desk.profiles.map(({ slackChannels }) => slackChannels)).toEqual([
      ['C0002'],
      ['C0001'],
      ['C0003'],
    ]);
  });
});

describe('what is wrong is said at once', () => {
  test.each<[string, Record<string, string>, string, RegExp]>([
    ['nothing set', {}, 'SLACK_BOT_TOKEN', /SLACK_SIGNING_SECRET.*SLACK_APP_TOKEN.*--playground/],
    ['a bot token alone', { SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_SIGNING_SECRET', /or SLACK_APP_TOKEN/],
    ['an app token alone', { SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN', /xoxb-/],
    ['a user token', { ...slack, SLACK_BOT_TOKEN: 'xoxp-1' }, 'SLACK_BOT_TOKEN', /starts with xoxb-/],
    ['no channel', { ...slack, SLACK_CHANNEL: '' }, 'SLACK_CHANNEL', /channels.slack/],
    ["a channel's name", { ...slack, SLACK_CHANNEL: '#deals' }, 'SLACK_CHANNEL', /C0123ABCD/],
    ['a port that is none', { ...slack, PORT: '70000' }, 'PORT', /0 to 65535/],
    ['an unknown log level', { ...slack, LOG_LEVEL: 'loud' }, 'LOG_LEVEL', /one of trace/],
    ['an address without http', { ...slack, PUBLIC_URL: 'desk.contoso.com' }, 'PUBLIC_URL', /http/],
    ['another database', { ...slack, MONGODB_URI: 'postgres://h' }, 'MONGODB_URI', /mongodb:\/\//],
    ['a short token', { ...slack, INTAKE_TOKEN: 'short' }, 'INTAKE_TOKEN', /16/],
    ['a signing secret without prefix', { ...slack, INTAKE_SIGNING_SECRET: 'abc' }, 'INTAKE_SIGNING_SECRET', /whsec_/],
    ['a short signing secret', { ...slack, INTAKE_SIGNING_SECRET: 'whsec_YWJj' }, 'INTAKE_SIGNING_SECRET', /24/],
    ['a mail server that is none', { ...slack, SMTP_URL: 'smtp.contoso.com' }, 'SMTP_URL', /smtp:\/\/ or smtps:\/\//],
    ['no sender', { ...slack, SMTP_URL: 'smtp://h' }, 'MAIL_FROM', /with SMTP_URL/],
    ['a sender without address', { ...slack, SMTP_URL: 'smtp://h', MAIL_FROM: 'Contoso' }, 'MAIL_FROM', /address/],
    ['two senders', { ...slack, MAIL_FROM: 'a@b.example, c@d.example' }, 'MAIL_FROM', /address/],
    ['a sender of two lines', { ...slack, MAIL_FROM: 'A\nBcc: x <a@b.example>' }, 'MAIL_FROM', /address/],
    ['a slip in a name of e-mail', { ...slack, MAIL_FORM: 'a@b.example' }, 'MAIL_FORM', /did you mean MAIL_FROM/],
    ['a slip in a name', { ...slack, SLACK_BOT_TOKNE: 'xoxb-1' }, 'SLACK_BOT_TOKNE', /did you mean SLACK_BOT_TOKEN/],
    ['a file that is missing', { ...slack, DESK_CONFIG: 'gone.yaml' }, 'DESK_CONFIG', /can be read/],
    ['a folder as the file', { ...slack, DESK_CONFIG: '.' }, 'DESK_CONFIG', /can be read/],
  ])('%s', (_name, env, name, expected) => {
    expect(problems(env)).toEqual([expect.objectContaining({ name, expected: expect.stringMatching(expected) })]);
  });

  test('the playground on an address that others reach', () => {
    expect(problems({ HOST: '0.0.0.0' }, true)).toEqual([
      { name: 'HOST', expected: expect.stringContaining('loopback'), got: '0.0.0.0' },
    ]);
  });

  test('several problems, of the variables and of the file', () => {
    writeFileSync(join(cwd, 'desk.yaml'), 'profiles:\n  - id: a\n    timeZone: Mars/Olympus\n');
    const names = problems({ ...slack, PORT: 'x', LOG_LEVEL: 'y' }).map(({ name }) => name);
    expect(names).toEqual(['PORT', 'LOG_LEVEL', 'desk.yaml:3 profiles[0].timeZone']);
  });

  test('a profile whose cards nobody would see', () => {
    writeFileSync(join(cwd, 'desk.yaml'), 'profiles: [{id: a}, {id: b}]');
    expect(problems(slack)).toEqual([expect.objectContaining({ name: 'desk.yaml, profile b' })]);
  });

  test('no secret is ever repeated', () => {
    const wrong = {
      SLACK_BOT_TOKEN: 'secret1',
      SLACK_SIGNING_SECRET: 'secret2',
      SLACK_APP_TOKEN: 'secret3',
      MONGODB_URI: 'secret4',
      INTAKE_TOKEN: 'secret5',
      INTAKE_SIGNING_SECRET: 'secret6',
      SLACK_BOT_TOKNE: 'secret7',
    };
    expect(problems(wrong)).toHaveLength(7);
    expect(JSON.stringify(problems(wrong))).not.toContain('secret1');
    expect(JSON.stringify(problems(wrong))).not.toMatch(/secret\d/);
  });
});

test("other programs' variables are none of our business", () => {
  expect(problems({ ...slack, SLACK_WEBHOOK_FOR_BUILDS: 'x', DESKTOP_SESSION: 'x', INTAKE_VALVE: '3' })).toEqual([]);
});

test('a tool beside the desk needs no Slack', () => {
  expect(loadClientConfig({ env: { PORT: '4000', SLACK_BOT_TOKEN: 'wrong' }, cwd })).toEqual({
    ok: true,
    url: 'http://127.0.0.1:4000',
    intakeToken: null,
    dataDir: join(cwd, 'data'),
    mongodb: false,
  });
  expect(loadClientConfig({ env: { MONGODB_URI: 'mongodb://db.example/desk' }, cwd })).toMatchObject({ mongodb: true });
  expect(loadClientConfig({ env: { PORT: 'x' }, cwd })).toMatchObject({ ok: false, problems: [{ name: 'PORT' }] });
});
