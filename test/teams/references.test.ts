import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import {
  generalChannel,
  groupChat,
  inboxChannel,
  otherTenant,
} from '../../src/playground/teams/default-organisation.js';
import type { Overrides } from '../../src/playground/teams/delivery.js';
import { TeamsStandIn } from '../../src/playground/teams/stand-in.js';
import { connectTeams, type TeamsWiring } from '../../src/teams/connect-teams.js';
import { loopbackEndpoints, loopbackSettings } from '../../src/teams/loopback-endpoints.js';
import { profile } from '../support/referrals.js';
import { conversationStore } from './on-stand-in.js';

const now = new Date('2026-03-02T09:00:00Z');
const conversations = conversationStore();
let teams: TeamsStandIn;
let server: Server;
let lost: (readonly string[])[];
let joined: (readonly string[])[];
let isServiceAddress: (address: string) => boolean;

beforeAll(async () => {
  // botbuilder writes what it refuses to the console.
  jest.spyOn(console, 'error').mockImplementation(() => {});
  teams = new TeamsStandIn({ authentication: 'tokens' });
  await teams.start();
  /** What coming and going needs of the desk. */
  const desk: Pick<TeamsWiring, 'clock' | 'conversations' | 'profiles' | 'channelsJoined' | 'channelsLost'> = {
    clock: { now: () => now },
    conversations,
    profiles: { all: async () => [{ ...profile, teamsChannels: [inboxChannel] }], byId: async () => null },
    channelsJoined: (channels) => void joined.push(channels),
    channelsLost: (channels) => void lost.push(channels),
  };
  const { handler } = connectTeams({
    settings: loopbackSettings(teams),
    endpoints: { ...loopbackEndpoints(teams), isServiceAddress: (address) => isServiceAddress(address) },
    desk: desk as TeamsWiring,
    timeZone: 'UTC',
    problem: (response, status, fault) => void response.status(status).json({ fault }),
    logger: pino({ level: 'silent' }),
  });
  server = createServer(express().use('/api/messages', handler));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  teams.requestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
});
beforeEach(() => {
  conversations.all.clear();
  [lost, joined] = [[], []];
  isServiceAddress = (address) => address === teams.origin;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await teams.stop();
  jest.restoreAllMocks();
});

const open = () => [...conversations.all.values()].filter(({ closedAt }) => closedAt === null).map(({ id }) => id);
const install = (conversation: string) => teams.talk.install({ user: 'anna', conversation });
const uninstall = (conversation: string) => teams.talk.uninstall({ user: 'anna', conversation });

/** That the bot was added to the team, told by whom and however it may be. */
async function told(overrides: Overrides): Promise<number | undefined> {
  const { activities, organisation } = teams.people;
  const conversation = teams.conversation(generalChannel);
  const bot = { id: organisation.bot.id, name: organisation.bot.name };
  const activity = activities.conversationUpdate(
    teams.people.user('anna'),
    { conversation },
    { membersAdded: [bot] },
    'teamMemberAdded',
  );
  return (await teams.deliver(activity, overrides)).status;
}

describe('where the bot may write is learnt', () => {
  test('when it is added to a team: all channels, with what a message of its own accord needs', async () => {
    await install(inboxChannel);
    expect(open().sort()).toEqual([generalChannel, inboxChannel].sort());
    const { bot, tenantId: tenant, team } = teams.organisation;
    expect(conversations.all.get(inboxChannel)).toEqual({
      id: inboxChannel,
      kind: 'channel',
      conversation: inboxChannel,
      team: team.id,
      group: team.aadGroupId,
      tenant,
      serviceUrl: teams.origin,
      bot: bot.id,
      closedAt: null,
    });
    expect(joined.flat()).toContain(inboxChannel);
  });

  test('when it is added to a group chat, or by a person for themselves', async () => {
    await install(groupChat);
    await teams.talk.install({ user: 'anna' });
    const { aadObjectId } = teams.people.user('anna');
    expect(open().sort()).toEqual([aadObjectId, groupChat].sort());
  });

  test('when a channel is created', async () => {
    const { activities } = teams.people;
    const created = { conversation: { ...teams.conversation(inboxChannel), id: '19:new@thread.tacv2' } };
    await teams.deliver(activities.conversationUpdate(teams.people.user('anna'), created, {}, 'channelCreated'));
    expect(open()).toContain('19:new@thread.tacv2');
  });

  test.each<[string, Overrides]>([
    ['without a token', { token: null }],
    ['with a forged one', { token: { forged: true } }],
    ['with one for another bot', { token: { audience: 'somebody-else' } }],
    ['with one for another service address', { token: { serviceUrl: 'https://evil.example' } }],
    ['of another tenant', { tenantId: otherTenant }],
    ['of a tenant that it doesn’t name', { activity: { channelData: {}, conversation: { id: generalChannel } } }],
  ])('but not from an activity %s', async (_what, overrides) => {
    expect(await told(overrides)).toBe(401);
    expect([conversations.all.size, joined]).toEqual([0, []]);
  });

  test('nor from one that is to be answered at an address that isn’t Teams’, whoever signed it', async () => {
    isServiceAddress = () => false;
    expect(await told({})).toBe(401);
    const serviceUrl = 'https://evil.example';
    isServiceAddress = (address) => address === teams.origin;
    expect(await told({ activity: { serviceUrl }, token: { serviceUrl } })).toBe(401);
    expect([conversations.all.size, joined]).toEqual([0, []]);
  });
});

describe('where the bot may write no more', () => {
  beforeEach(() => install(inboxChannel));

  test('removed from the team: all its channels are closed, and profiles with cards there hear of it, once', async () => {
    await uninstall(inboxChannel);
    expect(open()).toEqual([]);
    expect(conversations.all.get(inboxChannel)?.closedAt).toEqual(now);
    expect(lost.map((channels) => [...channels].sort())).toEqual([[generalChannel, inboxChannel].sort()]);
    await install(inboxChannel);
    expect(open()).toHaveLength(2);
  });

  test.each([
    ['the team is deleted', 'teamDeleted', generalChannel, []],
    ['a channel is deleted', 'channelDeleted', inboxChannel, [generalChannel]],
  ])('%s', async (_what, eventType, channel, left) => {
    const { activities } = teams.people;
    const place = { conversation: teams.conversation(channel) };
    await teams.deliver(activities.conversationUpdate(teams.people.user('anna'), place, {}, eventType));
    expect(open()).toEqual(left);
    expect(lost.flat()).toContain(inboxChannel);
  });

  test('removed from a chat, which no profile’s cards stand in: closed, and nobody need hear of it', async () => {
    await install(groupChat);
    await uninstall(groupChat);
    expect(open().sort()).toEqual([generalChannel, inboxChannel].sort());
    expect(lost).toEqual([]);
  });

  test.each<[string, Overrides]>([
    ['without a token', { token: null }],
    ['of another tenant', { tenantId: otherTenant }],
  ])('but not by an activity %s', async (_what, overrides) => {
    const { activities, organisation } = teams.people;
    const gone = { membersRemoved: [{ id: organisation.bot.id }] };
    const place = { conversation: teams.conversation(generalChannel) };
    const activity = activities.conversationUpdate(teams.people.user('anna'), place, gone, 'teamMemberRemoved');
    expect((await teams.deliver(activity, overrides)).status).toBe(401);
    expect(open()).toHaveLength(2);
  });

  test('somebody else who leaves changes nothing of it', async () => {
    await teams.talk.leave({ user: 'chloe', conversation: inboxChannel });
    expect(open()).toHaveLength(2);
    await teams.talk.join({ user: 'chloe', conversation: inboxChannel });
  });
});
