import type { WebClient } from '@slack/web-api';
import type { Clock } from '../../src/application/ports.js';
import { SlackStandIn } from '../../src/playground/slack/stand-in.js';
import { createSlackDirectory } from '../../src/slack/directory.js';
import { identify } from '../../src/slack/identity.js';
import { botScopes } from '../../src/slack/manifest.js';
import { checkSlack } from '../../src/slack/self-check.js';
import { createWebClient } from '../../src/slack/web-client.js';
import { profile } from '../support/referrals.js';
import { silent } from './messenger-harness.js';

const clock: Clock = { now: () => new Date() };

let slack: SlackStandIn;
let client: WebClient;
beforeEach(async () => {
  // Exactly the scopes of the manifest: what needs more would be refused.
  slack = new SlackStandIn({ scopes: Object.keys(botScopes), mode: 'socket' });
  await slack.start();
  client = createWebClient(slack.botToken, { slackApiUrl: slack.apiUrl, logger: silent });
});
afterEach(async () => {
  await slack.stop();
  slack.assertStrict();
});

test('the bot knows itself', async () => {
  expect(await identify(client)).toEqual({
    team: 'T0DESK',
    botUserId: 'U0DESKBOT1',
    botName: 'referral_desk',
    botId: 'B0DESKBOT1',
    scopes: Object.keys(botScopes),
    url: 'https://northwind-partners.slack.com/',
  });
});

describe('the directory', () => {
  const directory = () => createSlackDirectory({ client, team: 'T0DESK', clock, logger: silent });

  test.each([
    ['U0ANNA0001', { kind: 'member', language: 'en', email: 'anna@northwind-partners.example' }],
    ['U0BRUNO001', { kind: 'member', language: 'fr', timeZone: 'Europe/Paris' }],
    ['U0GUEST001', { kind: 'guest' }],
    ['U0SINGLE01', { kind: 'guest' }],
    ['U0EXTERN01', { kind: 'external' }],
    ['U0HERALD01', { kind: 'bot' }],
    ['U0NOBODY01', { kind: 'unknown' }],
  ])('%s', async (user, expected) => {
    expect(await directory().standing(user)).toMatchObject(expected);
  });

  test('knows the members of public channels and of the private ones that the bot is in', async () => {
    const channels = ['C0RFIINBOX', 'C0GENERAL1', 'C0LEADS001'];
    expect(await directory().memberOf('U0DANA0001', channels)).toEqual(new Set(['C0RFIINBOX', 'C0GENERAL1']));
    slack.workspace.join(slack.channel('leads'), slack.workspace.installation.botUserId);
    expect(await directory().memberOf('U0DANA0001', channels)).toEqual(new Set(channels));
  });
});

test('the self-check sees the workspace as it is', async () => {
  const appClient = createWebClient(slack.appToken, { slackApiUrl: slack.apiUrl, logger: silent });
  const problems = await checkSlack({
    client,
    appClient,
    clock,
    profiles: [{ ...profile, slackChannels: ['C0RFIINBOX', 'C0GENERAL1', 'C0LEADS001'] }],
  });
  // #rfi-inbox has somebody of another workspace in it, #general lacks the bot, #leads can't be seen.
  expect(problems.map(({ code }) => code)).toEqual([
    'slack-channel-shared',
    'slack-not-in-channel',
    'slack-channel-not-found',
  ]);
});
