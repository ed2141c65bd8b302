import type { Activity, ConversationReference } from 'botbuilder';
import { TeamsInfo } from 'botbuilder';
import { defaultTenant, inboxChannel, otherTenant } from '../../../src/playground/teams/default-organisation.js';
import {
  attach,
  card,
  cardMessage,
  cleanUp,
  execute,
  fetchDialog,
  referenceOf,
  startBot,
  startSignedTeams,
  startTeams,
  text,
} from './support.js';

afterEach(cleanUp);

const input = (id: string, more: object = {}) => ({ type: 'Input.Text', id, label: id, ...more });
const message = (words: string) => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value: words,
});
const cardAnswer = (content: object) => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.card.adaptive',
  value: content,
});
const dialog = (content: object, title = 'A form') => ({
  task: { type: 'continue', value: { title, width: 'medium', height: 'medium', card: attach(content) } },
});

describe('what people say', () => {
  test('the bot hears a mention in a channel, in a thread of its own', async () => {
    const teams = await startTeams();
    const heard: Activity[] = [];
    await startBot(teams, async ({ activity }) => {
      heard.push(activity);
      return undefined;
    });
    const { message: said } = await teams.talk.mention({ user: 'anna', conversation: 'RFI inbox', text: 'deals' });
    expect(heard).toMatchObject([
      {
        type: 'message',
        id: said.id,
        channelId: 'msteams',
        text: '<at>Referral Desk</at> deals',
        from: { aadObjectId: teams.people.user('anna').aadObjectId },
        conversation: {
          conversationType: 'channel',
          isGroup: true,
          id: `${inboxChannel};messageid=${said.id}`,
          tenantId: defaultTenant,
        },
        channelData: {
          team: { name: 'Northwind Partners' },
          channel: { id: inboxChannel },
          tenant: { id: defaultTenant },
        },
        serviceUrl: teams.origin,
        locale: 'en-US',
      },
    ]);
    expect(heard[0]?.entities).toMatchObject([{ type: 'mention' }, { type: 'clientInfo', locale: 'en-US' }]);
  });

  test.each([
    ['a channel without a mention', 'RFI inbox', 'hello', 0],
    ['a group chat without a mention', 'Leads', 'hello', 0],
    ['a group chat with a mention', 'Leads', '<at>Referral Desk</at> hello', 1],
    ['a private chat', 'a:personal-anna', 'hello', 1],
  ])('in %s', async (_name, conversation, words, times) => {
    const teams = await startTeams();
    let heard = 0;
    await startBot(teams, async () => {
      heard += 1;
      return undefined;
    });
    teams.organisation.personalChat(teams.people.user('anna'));
    await teams.talk.say({ user: 'anna', conversation, text: words });
    expect(heard).toBe(times);
  });

  test('the bot answers in the same thread, and elsewhere beside it', async () => {
    const teams = await startTeams();
    await startBot(teams, async (context) => void (await context.sendActivity('Here you are')));
    const { message: said } = await teams.talk.mention({ user: 'anna', conversation: 'RFI inbox', text: 'deals' });
    await teams.talk.direct({ user: 'bruno', text: 'deals' });
    expect(teams.messages('RFI inbox').at(-1)).toMatchObject({ text: 'Here you are', threadId: said.id });
    expect(teams.directMessages('bruno').at(-1)).toMatchObject({ text: 'Here you are' });
    teams.assertStrict();
  });

  test.each([
    ['a guest', 'gina', defaultTenant],
    ['someone of another organisation', 'eva', otherTenant],
  ])('%s is known by the roster and by the private chat', async (_name, user, tenantId) => {
    const teams = await startTeams();
    const seen: unknown[] = [];
    await startBot(teams, async (context) => {
      seen.push(await TeamsInfo.getMember(context, context.activity.from.id), context.activity.conversation.tenantId);
      return undefined;
    });
    await teams.talk.mention({ user, conversation: 'RFI inbox', text: 'deals' });
    const { kind } = teams.people.user(user);
    expect(seen).toMatchObject([{ tenantId, userRole: kind === 'guest' ? 'guest' : 'user' }, defaultTenant]);
    await teams.talk.direct({ user, text: 'deals' });
    expect(seen[3]).toBe(tenantId);
  });
});

describe('cards', () => {
  const deal = card([text('Contoso')], [execute('accept', { id: '1' }), fetchDialog('Details', { form: 'details' })]);

  async function withCard(handle: Parameters<typeof startBot>[1] = async () => undefined, content: object = deal) {
    const teams = await startTeams();
    const adapter = await startBot(teams, async (context) => {
      if (context.activity.type !== 'message' || context.activity.value !== undefined) return handle?.(context);
      await context.sendActivity(cardMessage(content));
      return undefined;
    });
    await teams.talk.mention({ user: 'anna', conversation: 'RFI inbox', text: 'show' });
    const posted = teams.messages('RFI inbox').at(-1);
    if (!posted) throw new Error('no card');
    const at = { conversation: 'RFI inbox', message: posted.id };
    return { teams, adapter, posted, at };
  }

  test('Action.Execute reaches the bot with its data and inputs; the answer is for that person alone', async () => {
    const invokes: Activity[] = [];
    const own = card([text('Yours')]);
    const { teams, posted, at } = await withCard(
      async ({ activity }) => {
        invokes.push(activity);
        return cardAnswer(own);
      },
      card([input('note', { value: 'prefilled' })], [execute('accept', { id: '1' })]),
    );
    const outcome = await teams.people.click({ ...at, user: 'bruno', action: 'accept', inputs: { note: 'typed' } });
    expect(outcome).toMatchObject({ kind: 'card', card: own });
    expect(invokes).toMatchObject([
      {
        name: 'adaptiveCard/action',
        value: {
          action: { type: 'Action.Execute', verb: 'accept', data: { id: '1', note: 'typed' } },
          trigger: 'manual',
        },
        replyToId: posted.id,
        conversation: { id: `${inboxChannel};messageid=${posted.threadId}` },
      },
    ]);
    const conversation = teams.conversation('RFI inbox');
    expect(teams.organisation.cardFor(conversation, posted, teams.people.user('bruno').id)).toEqual(own);
    expect(teams.organisation.cardFor(conversation, posted, teams.people.user('anna').id)).not.toEqual(own);
  });

  test.each([
    ['a message', message('Too late'), { kind: 'message', text: 'Too late' }],
    [
      'an error',
      { statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'BadRequest', message: 'No' } },
      { kind: 'error', message: 'No' },
    ],
    ['nothing that Teams knows', { statusCode: 200, type: 'text', value: 'x' }, { kind: 'failed' }],
    ['a card with an unknown property', cardAnswer({ ...deal, colour: 'red' }), { kind: 'failed' }],
    ['an answer with a stray property', { ...message('x'), extra: 1 }, { kind: 'failed' }],
  ])('the app answers with %s', async (_name, answer, expected) => {
    const { teams, at } = await withCard(async () => answer);
    const notices: string[] = [];
    teams.onNotice((_user, words) => notices.push(words));
    expect(await teams.people.click({ ...at, user: 'anna', action: 'accept' })).toMatchObject(expected);
    expect(notices).toHaveLength(1);
    expect(teams.calls.violations).toHaveLength(expected.kind === 'failed' ? 1 : 0);
  });

  test('an update for everyone ends what single people saw', async () => {
    const { teams, posted, at } = await withCard(async (context) => {
      if ((context.activity.value as { action: { verb: string } }).action.verb === 'accept')
        return cardAnswer(card([text('Yours')]));
      return undefined;
    });
    await teams.people.click({ ...at, user: 'anna', action: 'accept' });
    const conversation = teams.conversation('RFI inbox');
    const anna = teams.people.user('anna').id;
    expect(teams.organisation.cardFor(conversation, posted, anna)).not.toEqual(deal);
    teams.organisation.edit(conversation, posted, { attachments: [attach(deal)] });
    expect(teams.organisation.cardFor(conversation, posted, anna)).toEqual(deal);
  });

  test('a card that wants it is refreshed for those whom it names', async () => {
    const userIds: string[] = [];
    const content = card([text('All')], [], {
      refresh: { action: { type: 'Action.Execute', verb: 'mine', title: 'Mine' }, userIds },
    });
    userIds.push('29:anna-northwind');
    const { teams, at } = await withCard(async ({ activity }) => {
      expect(activity.value).toMatchObject({ trigger: 'automatic', action: { verb: 'mine' } });
      return cardAnswer(card([text('Only Anna')]));
    }, content);
    expect(await teams.people.look({ ...at, user: 'anna' })).toMatchObject({ body: [{ text: 'Only Anna' }] });
    expect(await teams.people.look({ ...at, user: 'bruno' })).toMatchObject({ body: [{ text: 'All' }] });
  });

  test('a dialog: opened, wrong at first, sent again, closed', async () => {
    const form = card(
      [input('name', { isRequired: true, errorMessage: 'Who?' })],
      [{ type: 'Action.Submit', title: 'Save', data: { form: 'x' } }],
    );
    const invokes: Activity[] = [];
    const { teams, at } = await withCard(async ({ activity }) => {
      invokes.push(activity);
      if (activity.name === 'task/fetch') return dialog(form);
      const { name } = (activity.value as { data: { name: string } }).data;
      return name === 'wrong'
        ? dialog(form, 'Once more')
        : message('') && { task: { type: 'message', value: `Saved ${name}` } };
    });
    const opened = await teams.people.click({ ...at, user: 'anna', action: 'Details' });
    expect(opened).toMatchObject({ kind: 'dialog', dialog: { title: 'A form', width: 'medium' } });
    expect(await teams.people.submitDialog({ user: 'anna' })).toMatchObject({
      kind: 'errors',
      errors: { name: 'Who?' },
    });
    const again = await teams.people.submitDialog({ user: 'anna', inputs: { name: 'wrong' } });
    expect(again).toMatchObject({ kind: 'dialog', dialog: { title: 'Once more' } });
    const saved = await teams.people.submitDialog({ user: 'anna', inputs: { name: 'Contoso' } });
    expect(saved).toMatchObject({ kind: 'message', text: 'Saved Contoso' });
    expect(teams.dialogs.of(teams.people.user('anna').id)).toBeUndefined();
    expect(invokes.map(({ name, value }) => [name, value.data])).toEqual([
      ['task/fetch', { msteams: { type: 'task/fetch' }, form: 'details' }],
      ['task/submit', { form: 'x', name: 'wrong' }],
      ['task/submit', { form: 'x', name: 'Contoso' }],
    ]);
    teams.assertStrict();
  });

  test('a client without dialogs or Action.Execute sends both as messages', async () => {
    const values: unknown[] = [];
    const { teams, at } = await withCard(async (context) => {
      values.push(context.activity.value);
      await context.sendActivity('Here you are');
      return undefined;
    });
    teams.setClient('anna', { dialogs: false, execute: false });
    expect(await teams.people.click({ ...at, user: 'anna', action: 'Details' })).toMatchObject({ kind: 'sent' });
    expect(await teams.people.click({ ...at, user: 'anna', action: 'accept' })).toMatchObject({ kind: 'sent' });
    expect(values).toEqual([
      { msteams: { type: 'task/fetch' }, form: 'details' },
      { verb: 'accept', id: '1' },
    ]);
  });

  test('the bot updates and deletes its own messages only', async () => {
    const { teams, posted, at } = await withCard(async (context) => {
      await context.updateActivity({ ...cardMessage(card([text('Done')])), id: context.activity.replyToId as string });
      return message('ok');
    });
    expect(await teams.people.click({ ...at, user: 'anna', action: 'accept' })).toMatchObject({ kind: 'message' });
    expect(posted).toMatchObject({ edited: true, attachments: [{ content: { body: [{ text: 'Done' }] } }] });
    const root = teams.messages('RFI inbox')[0];
    const path = `${teams.origin}/v3/conversations/${inboxChannel}/activities`;
    const statuses = await Promise.all(
      [posted.id, root?.id, '1'].map(async (id) => (await fetch(`${path}/${id}`, { method: 'DELETE' })).status),
    );
    expect(statuses).toEqual([200, 404, 404]);
    expect(posted.deleted).toBe(true);
  });
});

describe('installing', () => {
  test('the bot is told of teams, chats and members; without it the roster is closed', async () => {
    const teams = await startTeams();
    const heard: Activity[] = [];
    await startBot(teams, async ({ activity }) => void heard.push(activity));
    await teams.talk.install({ user: 'dana', conversation: 'RFI inbox' });
    await teams.talk.leave({ user: 'sam', conversation: 'RFI inbox' });
    await teams.talk.uninstall({ user: 'dana', conversation: 'RFI inbox' });
    expect(heard.map(({ type, action, channelData }) => [type, action ?? channelData.eventType])).toEqual([
      ['conversationUpdate', 'teamMemberAdded'],
      ['installationUpdate', 'add'],
      ['conversationUpdate', 'teamMemberRemoved'],
      ['conversationUpdate', 'teamMemberRemoved'],
      ['installationUpdate', 'remove'],
    ]);
    expect(heard[0]).toMatchObject({ membersAdded: [{ id: teams.organisation.bot.id }] });
    const response = await fetch(`${teams.origin}/v3/conversations/${inboxChannel}/members`);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: 'BotNotInConversationRoster' } });
  });

  test('likes', async () => {
    const teams = await startTeams();
    const heard: string[] = [];
    await startBot(teams, async (context) => {
      heard.push(context.activity.type);
      if (context.activity.type === 'message') await context.sendActivity('Hello');
      return undefined;
    });
    await teams.talk.direct({ user: 'anna', text: 'hi' });
    const [, hello] = teams.directMessages('anna');
    await teams.talk.react({ user: 'anna', conversation: 'a:personal-anna', message: hello?.id ?? '' });
    expect(heard).toEqual(['message', 'messageReaction']);
  });
});

describe('proactive posts', () => {
  async function known() {
    const teams = await startTeams();
    let reference: Partial<ConversationReference> = {};
    const adapter = await startBot(teams, async ({ activity }) => {
      reference = referenceOf(activity);
      return undefined;
    });
    await teams.talk.mention({ user: 'anna', conversation: 'RFI inbox', text: 'hello' });
    return { teams, adapter, reference };
  }

  test('a new thread: the SDK gives no message id but in the conversation’s', async () => {
    const { teams, adapter } = await known();
    let id = '';
    await adapter.createConversationAsync(
      '',
      'msteams',
      teams.origin,
      '',
      {
        isGroup: true,
        bot: { id: teams.organisation.bot.id, name: 'Referral Desk' },
        channelData: { channel: { id: inboxChannel }, tenant: { id: defaultTenant } },
        activity: { type: 'message', text: 'A new thread' } as Activity,
      } as never,
      async ({ activity }) => {
        id = activity.id ?? '';
      },
    );
    const posted = teams.messages('RFI inbox').at(-1);
    expect(id).toBe(`${inboxChannel};messageid=${posted?.id}`);
    expect(posted).toMatchObject({ text: 'A new thread' });
    expect(posted?.threadId).toBeUndefined();
  });

  test('continued conversations reply to an id that Teams never gave', async () => {
    const { teams, adapter, reference } = await known();
    await adapter.continueConversationAsync('', reference, async (context) => {
      await context.sendActivity('Later');
    });
    expect(teams.messages('RFI inbox').at(-1)).toMatchObject({ text: 'Later' });
    expect(teams.calls.all.at(-1)?.method).toBe('replyToActivity');
  });

  test.each([
    ['BotNotInConversationRoster', 403],
    ['ActivityNotFoundInConversation', 404],
    ['MessageSizeTooBig', 413],
  ])('%s is what the SDK throws', async (code, statusCode) => {
    const { teams, adapter, reference } = await known();
    teams.faults.refuse('*', code);
    let thrown: unknown;
    await adapter.continueConversationAsync('', reference, async (context) => {
      thrown = await context.sendActivity('Later').catch((error: unknown) => error);
    });
    expect(thrown).toMatchObject({ statusCode, code });
  });
});

describe('tokens', () => {
  // The adapter prints every refusal.
  beforeEach(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));
  afterEach(() => void jest.restoreAllMocks());

  test('a good token is taken, and the bot fetches its own', async () => {
    const teams = await startSignedTeams();
    await startBot(teams, async (context) => void (await context.sendActivity('Signed')));
    const { delivered } = await teams.talk.direct({ user: 'anna', text: 'hi' });
    expect(delivered).toMatchObject({ status: 200 });
    expect(teams.directMessages('anna').at(-1)).toMatchObject({ text: 'Signed' });
    expect(teams.calls.of('token')).toMatchObject([{ applied: true }]);
  });

  test.each([
    ['none', null, 401],
    ['garbage', 'garbage', 401],
    ['another audience', { audience: 'someone-else' }, 401],
    ['another issuer', { issuer: 'https://evil.example' }, 401],
    ['another service URL', { serviceUrl: 'https://evil.example' }, 401],
    ['one that has run out', { expiresIn: -3_600 }, 401],
    ['an unknown key', { unknownKey: true }, 401],
    // The bare adapter lets what its token library throws end as a fault of its own.
    ['one that does not count yet', { notBefore: 3_600, expiresIn: 7_200 }, 500],
    ['a forged signature', { forged: true }, 500],
  ])('%s is refused', async (_name, token, status) => {
    const teams = await startSignedTeams();
    let heard = 0;
    await startBot(teams, async () => {
      heard += 1;
      return undefined;
    });
    const { delivered } = await teams.talk.direct({ user: 'anna', text: 'hi', overrides: { token } });
    expect(delivered?.status).toBe(status);
    expect(heard).toBe(0);
  });

  test('a good token says nothing of the tenant: that stands in the activity', async () => {
    const teams = await startSignedTeams();
    const tenants: unknown[] = [];
    await startBot(teams, async ({ activity }) => {
      tenants.push(activity.conversation.tenantId, activity.channelData.tenant.id, activity.from.aadObjectId);
      return undefined;
    });
    await teams.talk.direct({ user: 'anna', text: 'hi', overrides: { tenantId: otherTenant } });
    await teams.talk.mention({ user: 'herald', conversation: 'RFI inbox', text: 'hi' });
    expect(tenants).toEqual([
      otherTenant,
      otherTenant,
      teams.people.user('anna').aadObjectId,
      defaultTenant,
      defaultTenant,
      undefined,
    ]);
  });

  test('the connector wants a token of its own', async () => {
    const teams = await startSignedTeams();
    const path = `${teams.origin}/v3/conversations/${inboxChannel}/members`;
    expect((await fetch(path)).status).toBe(401);
    expect((await fetch(path, { headers: { authorization: 'Bearer a.b.c' } })).status).toBe(401);
    const wrong = await fetch(teams.tokenUrl, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password' }),
    });
    expect(wrong.status).toBe(400);
  });
});
