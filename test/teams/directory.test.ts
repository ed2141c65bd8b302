import { acknowledgeWithinMs } from '../../src/application/within.js';
import { groupChat, inboxChannel } from '../../src/playground/teams/default-organisation.js';
import { TeamsStandIn } from '../../src/playground/teams/stand-in.js';
import { createTeamsDirectory, type TeamsDirectory } from '../../src/teams/directory.js';
import { TeamsUnavailable } from '../../src/teams/errors.js';
import { silent } from '../slack/messenger-harness.js';
import { conversationStore, emulated, readerStore } from './on-stand-in.js';

describe('memberWith', () => {
  const teams = new TeamsStandIn();
  const email = 'anna@northwind-partners.example';
  let time = Date.parse('2026-03-02T09:00:00Z');
  let directory: TeamsDirectory;
  let restart: () => TeamsDirectory;
  beforeAll(() => teams.start());
  afterAll(async () => {
    await teams.stop();
    teams.assertStrict();
  });
  beforeEach(() => {
    const { bot, tenantId } = teams.organisation;
    const inbox = {
      id: inboxChannel,
      kind: 'channel',
      conversation: inboxChannel,
      team: null,
      group: null,
      tenant: tenantId,
      serviceUrl: teams.origin,
      bot: bot.id,
      closedAt: null,
    } as const;
    const adapter = emulated();
    const readers = readerStore();
    restart = () =>
      createTeamsDirectory({
        connector: (serviceUrl) => adapter.connector(serviceUrl),
        conversations: conversationStore(inbox),
        readers,
        tenant: () => tenantId,
        answerWithinMs: acknowledgeWithinMs,
        clock: { now: () => new Date(time) },
        logger: silent,
      });
    directory = restart();
  });
  const anna = () => teams.people.user('anna');

  test('the member of a team that the desk is in, whatever the address’s case', async () => {
    const found = await directory.memberWith('Anna@Northwind-Partners.example');
    expect(found).toEqual(await directory.standing(anna().aadObjectId));
    expect(found?.person).toMatchObject({ platform: 'teams', id: anna().aadObjectId, name: 'Anna Keller' });
  });

  test.each([
    ['has that address', 'nobody@northwind-partners.example'],
    ['is a guest', 'gina@northwind-partners.example'],
    ['is of another tenant', 'eva@fabrikam.example'],
    ['has none', ''],
  ])('nobody who %s', async (_name, address) => {
    expect(await directory.memberWith(address)).toBeNull();
  });

  describe('who was met', () => {
    const asked = () => teams.calls.of('getConversationMember').length;
    const at = (conversation: string) =>
      ({ conversation, serviceUrl: teams.origin, language: 'en', timeZone: 'UTC' }) as const;

    test('is asked for once, wherever they go', async () => {
      const before = asked();
      for (const conversation of [inboxChannel, 'a:personal-anna', inboxChannel, groupChat]) {
        directory.met(anna().aadObjectId, at(conversation));
        expect(await directory.standing(anna().aadObjectId)).toMatchObject({ kind: 'member' });
      }
      expect(asked() - before).toBe(1);
    });

    test('reads after a restart as they wrote last', async () => {
      const { aadObjectId } = anna();
      expect(await directory.languageOf(aadObjectId)).toBeNull();
      for (const language of ['en', 'fr'] as const) directory.met(aadObjectId, { ...at(inboxChannel), language });
      expect(await directory.languageOf(aadObjectId)).toBe('fr');
      expect(await restart().languageOf(aadObjectId)).toBe('fr');
    });

    test('and is unknown there is asked for again elsewhere', async () => {
      const { aadObjectId } = anna();
      const { members } = teams.organisation.team;
      teams.organisation.team.members = members.filter((id) => id !== anna().id);
      directory.met(aadObjectId, at(inboxChannel));
      expect(await directory.standing(aadObjectId)).toMatchObject({ kind: 'unknown' });
      directory.met(aadObjectId, at(groupChat));
      expect(await directory.standing(aadObjectId)).toMatchObject({ kind: 'member' });
      teams.organisation.team.members = members;
    });
  });

  test('nobody where two have it; the one who keeps it, once the other’s has changed', async () => {
    const bruno = teams.people.user('bruno');
    const before = bruno.email;
    bruno.email = email;
    expect(await directory.memberWith(email)).toBeNull();
    bruno.email = before;
    time += 60_000;
    expect(await directory.memberWith(email)).toMatchObject({ person: { name: 'Anna Keller' } });
  });

  test('who asks at once shares the answer; a failure says so, and is not remembered', async () => {
    teams.faults.fail('getConversationPagedMembers', { status: 503 });
    const both = await Promise.allSettled([directory.memberWith(email), directory.memberWith('b@x.example')]);
    for (const one of both) expect(one).toMatchObject({ reason: expect.any(TeamsUnavailable) });
    expect(await directory.memberWith(email)).toMatchObject({ person: { name: 'Anna Keller' } });
  });
});
