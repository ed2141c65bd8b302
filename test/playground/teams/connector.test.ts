import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  defaultTenant,
  generalChannel,
  groupChat,
  inboxChannel,
} from '../../../src/playground/teams/default-organisation.js';
import type { TeamsStandIn } from '../../../src/playground/teams/stand-in.js';
import { card, cardMessage, cleanUp, cleanups, startTeams, text } from './support.js';

afterEach(cleanUp);

async function ask(teams: TeamsStandIn, method: string, path: string, body?: object) {
  const response = await fetch(`${teams.origin}/v3/${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const content = await response.text();
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: content === '' ? undefined : JSON.parse(content),
  };
}

const say = (words: string) => ({ type: 'message', text: words });
const inbox = `conversations/${encodeURIComponent(inboxChannel)}`;
const chatWith = (id: string, more: object = {}) => ({
  isGroup: false,
  bot: { id: '28:bot' },
  members: [{ id }],
  tenantId: defaultTenant,
  channelData: { tenant: { id: defaultTenant } },
  ...more,
});

describe('conversations', () => {
  test('a new thread has its first message’s id in its own; replies go there', async () => {
    const teams = await startTeams();
    const created = await ask(teams, 'POST', 'conversations', {
      isGroup: true,
      channelData: { channel: { id: inboxChannel } },
      activity: cardMessage(card([text('first')])),
    });
    const [first] = teams.messages('RFI inbox');
    expect(created).toMatchObject({
      status: 201,
      body: { id: `${inboxChannel};messageid=${first?.id}`, activityId: first?.id },
    });
    const thread = `conversations/${encodeURIComponent(created.body.id)}`;
    const reply = await ask(teams, 'POST', `${thread}/activities`, say('second'));
    expect(teams.messages('RFI inbox')).toMatchObject([
      { summary: 'A card' },
      { id: reply.body.id, threadId: first?.id },
    ]);
    teams.assertStrict();
  });

  test('a private chat is opened once, for people whom the app can reach', async () => {
    const teams = await startTeams();
    const anna = teams.people.user('anna');
    const first = await ask(teams, 'POST', 'conversations', chatWith(anna.id));
    const again = await ask(teams, 'POST', 'conversations', chatWith(anna.aadObjectId));
    expect(first).toMatchObject({ status: 201, body: { id: 'a:personal-anna' } });
    expect(again.body).toEqual(first.body);
    await teams.organisation.personalChat(anna);
    expect(await ask(teams, 'POST', `conversations/${first.body.id}/activities`, say('hello'))).toMatchObject({
      status: 201,
    });
    expect(teams.directMessages('anna')).toMatchObject([{ text: 'hello' }]);
  });

  test.each([
    [
      'another organisation’s tenant',
      chatWith('29:anna-northwind', { tenantId: 'x', channelData: {} }),
      400,
      'BadArgument',
    ],
    ['nobody', chatWith('29:nobody'), 404, 'MemberNotFoundInConversation'],
    ['a person of another organisation', chatWith('29:eva-northwind'), 403, 'ForbiddenOperationException'],
    ['an unknown property', chatWith('29:anna-northwind', { colour: 1 }), 400, 'BadSyntax'],
    ['a thread without a message', { channelData: { channel: { id: inboxChannel } } }, 400, 'BadArgument'],
    [
      'a channel that is not there',
      { channelData: { channel: { id: '19:x' } }, activity: say('a') },
      404,
      'ConversationNotFound',
    ],
  ])('%s: %#', async (_name, body, status, code) => {
    const teams = await startTeams();
    expect(await ask(teams, 'POST', 'conversations', body)).toMatchObject({ status, body: { error: { code } } });
  });

  test.each([
    ['GET', 'conversations/19:x/members', 404, 'ConversationNotFound'],
    ['POST', `${inbox};messageid=1/activities`, 404, 'ConversationNotFound'],
    ['PUT', `${inbox}/activities/1`, 404, 'ActivityNotFoundInConversation'],
    ['GET', `${inbox}/members/29:nobody`, 404, 'MemberNotFoundInConversation'],
    ['GET', 'conversations', 404, 'NotFound'],
    ['GET', 'teams/19:x', 404, 'ConversationNotFound'],
  ])('%s %s: %i %s', async (method, path, status, code) => {
    const teams = await startTeams();
    const body = method === 'GET' ? undefined : say('a');
    expect(await ask(teams, method, path, body)).toMatchObject({ status, body: { error: { code } } });
  });

  test('a reply to an unknown activity is posted, and shows a defect', async () => {
    const teams = await startTeams();
    expect(await ask(teams, 'POST', `${inbox}/activities/12345`, say('a'))).toMatchObject({ status: 201 });
    expect(() => teams.assertStrict()).toThrow('unknown activity 12345');
  });
});

describe('rosters', () => {
  test('members by page, by id and by object id; no bots', async () => {
    const teams = await startTeams();
    for (let index = 0; index < 60; index += 1) {
      teams.addUser({ handle: `user${index}`, givenName: 'User', surname: `${index}`, locale: 'en-US', tz: 'UTC' });
    }
    const first = await ask(teams, 'GET', `${inbox}/pagedmembers?pageSize=50`);
    const second = await ask(
      teams,
      'GET',
      `${inbox}/pagedmembers?pageSize=50&continuationToken=${first.body.continuationToken}`,
    );
    expect([first.body.members.length, second.body.members.length, second.body.continuationToken]).toEqual([
      50,
      17,
      undefined,
    ]);
    const gina = teams.people.user('gina');
    const expected = {
      id: gina.id,
      userRole: 'guest',
      email: 'gina@northwind-partners.example',
      aadObjectId: gina.aadObjectId,
    };
    expect(await ask(teams, 'GET', `${inbox}/members/${gina.aadObjectId}`)).toMatchObject({ body: expected });
    expect(await ask(teams, 'GET', `${inbox}/members/${gina.id}`)).toMatchObject({ body: expected });
    const all = await ask(teams, 'GET', `${inbox}/members`);
    expect(all.body).toHaveLength(67);
    expect(all.body.every(({ id }: { id: string }) => id.startsWith('29:'))).toBe(true);
  });

  test('the team and its channels; General has no name', async () => {
    const teams = await startTeams();
    const path = `teams/${encodeURIComponent(generalChannel)}`;
    expect(await ask(teams, 'GET', path)).toMatchObject({
      body: { name: 'Northwind Partners', channelCount: 2, memberCount: 8 },
    });
    expect((await ask(teams, 'GET', `${path}/conversations`)).body).toEqual({
      conversations: [{ id: generalChannel }, { id: inboxChannel, name: 'RFI inbox' }],
    });
    teams.organisation.team.hasBot = false;
    expect(await ask(teams, 'GET', path)).toMatchObject({ status: 403 });
  });
});

describe('mishaps', () => {
  test('limits: seven a second in a conversation, eight in two', async () => {
    let now = Date.now();
    const teams = await startTeams({ rateLimits: true, now: () => now });
    const send = async (to: string) => (await ask(teams, 'POST', `conversations/${to}/activities`, say('a'))).status;
    const burst = [];
    for (let index = 0; index < 8; index += 1) burst.push(await send(inboxChannel));
    expect(burst).toEqual([...Array(7).fill(201), 429]);
    expect(await send(groupChat)).toBe(201);
    now += 1_000;
    expect(await send(inboxChannel)).toBe(201);
    expect(await ask(teams, 'POST', `${inbox}/activities`, say('a'))).toMatchObject({ status: 429, retryAfter: '1' });
    expect(teams.messages('RFI inbox')).toHaveLength(8);
  });

  test.each([
    ['PreconditionFailed', 412],
    ['BadGateway', 502],
    ['GatewayTimeout', 504],
    ['MessageWritesBlocked', 403],
  ])('%s when asked for, then all is well', async (code, status) => {
    const teams = await startTeams();
    teams.faults.refuse('sendToConversation', code);
    expect(await ask(teams, 'POST', `${inbox}/activities`, say('a'))).toMatchObject({
      status,
      body: { error: { code } },
    });
    expect(await ask(teams, 'POST', `${inbox}/activities`, say('a'))).toMatchObject({ status: 201 });
    expect(teams.calls.of('sendToConversation').map(({ applied }) => applied)).toEqual([false, true]);
  });

  test('an answer that is lost, a call that waits', async () => {
    const teams = await startTeams();
    teams.faults.dropAnswer('sendToConversation');
    await expect(ask(teams, 'POST', `${inbox}/activities`, say('once'))).rejects.toThrow();
    expect(teams.messages('RFI inbox')).toMatchObject([{ text: 'once' }]);
    const hold = teams.faults.hold('sendToConversation');
    const waiting = ask(teams, 'POST', `${inbox}/activities`, say('later'));
    await hold.arrived;
    expect(teams.messages('RFI inbox')).toHaveLength(1);
    hold.release();
    expect(await waiting).toMatchObject({ status: 201 });
  });
});

describe('the state file', () => {
  async function folder() {
    const path = await mkdtemp(join(tmpdir(), 'teams-'));
    cleanups.push(() => rm(path, { recursive: true, force: true }));
    return join(path, 'teams.json');
  }

  test('messages outlive a restart, and new ids come after theirs', async () => {
    const stateFile = await folder();
    const ahead = Date.now() + 3_600_000;
    const first = await startTeams({ stateFile, now: () => ahead });
    await ask(first, 'POST', `${inbox}/activities`, say('kept'));
    first.organisation.team.hasBot = false;
    await first.stop();
    const second = await startTeams({ stateFile });
    expect(second.messages('RFI inbox')).toMatchObject([{ text: 'kept' }]);
    expect(second.organisation.team.hasBot).toBe(false);
    expect(Number(second.organisation.ids.next())).toBeGreaterThan(ahead);
  });

  test('a damaged one is a fresh start', async () => {
    const stateFile = await folder();
    await writeFile(stateFile, '{"version":2}');
    const teams = await startTeams({ stateFile });
    expect(teams.messages('RFI inbox')).toEqual([]);
    await teams.stop();
    expect(JSON.parse(await readFile(stateFile, 'utf8'))).toMatchObject({ version: 1 });
  });
});
