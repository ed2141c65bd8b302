import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { inboxChannel } from '../../src/playground/teams/default-organisation.js';
import type { Overrides } from '../../src/playground/teams/delivery.js';
import { TeamsStandIn } from '../../src/playground/teams/stand-in.js';
import { DeskAdapter } from '../../src/teams/adapter.js';
import { type Fault, messagesEndpoint } from '../../src/teams/http.js';
import { loopbackEndpoints, loopbackSettings } from '../../src/teams/loopback-endpoints.js';
import { isServiceAddress } from '../../src/teams/settings.js';

let teams: TeamsStandIn;
let server: Server;
let heard: string[];
let logged: string[];
let allowed: (address: string) => boolean;

beforeAll(async () => {
  // botbuilder writes what it refuses to the console.
  jest.spyOn(console, 'error').mockImplementation(() => {});
  teams = new TeamsStandIn({ authentication: 'tokens' });
  await teams.start();
  const settings = loopbackSettings(teams);
  const app = express();
  app.use(
    '/api/messages',
    ...messagesEndpoint({
      adapter: new DeskAdapter(settings, loopbackEndpoints(teams)),
      settings,
      isServiceAddress: (address) => allowed(address),
      run: async (context) => {
        heard.push(context.activity.type);
      },
      authentic: () => {},
      problem: (response, status, fault: Fault) =>
        response.status(status).type('application/problem+json').send(JSON.stringify({ status, fault })),
      logger: pino({}, { write: (line) => void logged.push((JSON.parse(line) as { msg: string }).msg) }),
    }),
  );
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  teams.requestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
});
beforeEach(() => {
  heard = [];
  logged = [];
  allowed = () => true;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await teams.stop();
  jest.restoreAllMocks();
});

async function send(overrides: Overrides = {}) {
  const { delivered } = await teams.talk.mention({ user: 'anna', conversation: inboxChannel, text: 'hi', overrides });
  return { status: delivered?.status, fault: (delivered?.content as { fault?: string } | undefined)?.fault };
}

describe('who may speak to the bot', () => {
  test('Teams, with a token for this bot', async () => {
    expect(await send()).toEqual({ status: 200, fault: undefined });
    expect(heard).toEqual(['message']);
  });

  test.each<[string, Overrides]>([
    ['no token', { token: null }],
    ['garbage', { token: 'garbage' }],
    ['garbage in three parts', { token: 'a.b.c' }],
    ['another audience', { token: { audience: 'somebody-else' } }],
    ['another issuer', { token: { issuer: 'https://evil.example' } }],
    ['another service address', { token: { serviceUrl: 'https://evil.example' } }],
    ['run out', { token: { expiresIn: -3_600 } }],
    ['not yet valid', { token: { notBefore: 3_600, expiresIn: 7_200 } }],
    ['an unknown key', { token: { unknownKey: true } }],
    ['a forged signature', { token: { forged: true } }],
  ])('not %s', async (_what, overrides) => {
    expect(await send(overrides)).toEqual({ status: 401, fault: 'token' });
    expect(heard).toEqual([]);
  });

  test('not another tenant', async () => {
    const tenantId = '11111111-2222-4333-8444-555555555555';
    expect(await send({ tenantId })).toEqual({ status: 401, fault: 'tenant' });
    expect(heard).toEqual([]);
    expect(logged).toEqual([expect.stringContaining('of another tenant')]);
  });

  test('not with a service address elsewhere, whoever vouches for it', async () => {
    allowed = (address) => isServiceAddress(address, 'cloud');
    expect(await send()).toEqual({ status: 401, fault: 'service-address' });
    expect(heard).toEqual([]);
    expect(logged).toEqual([expect.stringContaining('no address of Teams')]);
  });
});

describe('what is no activity', () => {
  const without = (name: string): Overrides => ({ activity: { [name]: undefined } });
  test.each<[string, Overrides, string]>([
    ['without a type', without('type'), 'activity'],
    ['without from', without('from'), 'activity'],
    ['with a from that has no id', { activity: { from: { name: 'Anna' } } }, 'activity'],
    ['without conversation', without('conversation'), 'activity'],
    ['without recipient', without('recipient'), 'activity'],
    ['without a service address, which no token would vouch for', without('serviceUrl'), 'activity'],
    ['of another channel', { activity: { channelId: 'webchat' } }, 'channel'],
    ['not JSON', { rawBody: '{"type":' }, 'body'],
    ['a list', { rawBody: '[]' }, 'activity'],
    ['too large', { rawBody: JSON.stringify({ text: 'x'.repeat(300_000) }) }, 'body'],
  ])('%s: 400', async (_what, overrides, fault) => {
    expect(await send(overrides)).toEqual({ status: 400, fault });
    expect(heard).toEqual([]);
  });

  test('nothing but POST', async () => {
    expect((await fetch(teams.requestUrl ?? '')).status).toBe(405);
  });
});

describe('service addresses', () => {
  test.each([
    ['https://smba.trafficmanager.net/emea/', true],
    ['https://smba.infra.gcc.teams.microsoft.com/', true],
    ['https://webchat.botframework.com/', true],
    ['http://smba.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net.evil.example/', false],
    ['https://evil.example/smba.trafficmanager.net', false],
    ['https://smba.trafficmanager.net@evil.example/', false],
    ['https://xbotframework.com/', false],
    ['http://127.0.0.1:3978', false],
    ['nonsense', false],
  ])('%s', (address, ok) => {
    expect(isServiceAddress(address, 'cloud')).toBe(ok);
  });

  test.each([
    ['http://127.0.0.1:3978', true],
    ['http://localhost:3978/', true],
    ['http://[::1]:1', true],
    ['http://127.0.0.1.evil.example', false],
    ['https://smba.trafficmanager.net/', false],
  ])('of an emulator: %s', (address, ok) => {
    expect(isServiceAddress(address, 'emulator')).toBe(ok);
  });
});
