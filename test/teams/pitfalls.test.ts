import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Application } from '@microsoft/teams-ai/lib/Application.js';
import express from 'express';
import { pino } from 'pino';
import { inboxChannel } from '../../src/playground/teams/default-organisation.js';
import type { DeskAdapter } from '../../src/teams/adapter.js';
import { messagesEndpoint } from '../../src/teams/http.js';
import { answerInvokes } from '../../src/teams/listeners.js';
import { readCommand } from '../../src/teams/on-message.js';
import { startTeamsDesk, type TeamsDesk } from '../e2e/teams-desk.js';
import { card, cardMessage, execute, text } from '../playground/teams/support.js';
import { startTeamsHarness } from './messenger-harness.js';
import { emulated } from './on-stand-in.js';

// What botbuilder and teams-ai do that one wouldn't expect. Each was seen; without the guard that a test names, that
// test fails.

describe('botbuilder’s and teams-ai’s pitfalls, a messenger’s', () => {
  let h: Awaited<ReturnType<typeof startTeamsHarness>>;
  beforeEach(async () => {
    h = await startTeamsHarness();
  });
  afterEach(() => h.stop());
  const rendered = (words: string) => h.messenger.render(h.message(words));
  const refusal = { error: { code: 'BotNotInConversationRoster', message: expect.any(String) } };

  test('2: errors inside continueConversationAsync are swallowed, so nothing is sent through it', async () => {
    // As teams-ai's Application does with `.error()`.
    h.adapter.onTurnError = async () => {};
    h.teams.organisation.team.hasBot = false;
    await expect(h.messenger.post(h.channel, rendered('one'), 'n')).rejects.toMatchObject({
      problem: { kind: 'impossible', reason: 'BotNotInConversationRoster' },
    });
  });

  test('3: createConversationAsync gives no message id, so a thread is begun by a message, whose id is known', async () => {
    const at = await h.messenger.post(h.channel, rendered('card'), 'n1');
    expect(at).toEqual({ channel: inboxChannel, id: expect.stringMatching(/^\d+$/) });
    expect(h.shown(at)).toBe('card');
    const reply = await h.messenger.post(h.channel, rendered('line'), 'n2', at);
    expect(reply).toEqual({ channel: `${inboxChannel};messageid=${at.id}`, id: expect.stringMatching(/^\d+$/) });
    const another = await h.messenger.post(h.channel, rendered('another'), 'n3', reply);
    expect(h.standing(h.channel)).toEqual([
      { id: at.id, text: 'card', thread: undefined },
      { id: reply.id, text: 'line', thread: at.id },
      { id: another.id, text: 'another', thread: at.id },
    ]);
  });

  test('4: continueConversation replies to a random activity, so messages of our own accord reply to none', async () => {
    const at = await h.messenger.post(h.channel, rendered('card'), 'n1');
    await h.messenger.post(h.channel, rendered('line'), 'n2', at);
    await h.messenger.post(h.person, rendered('hello'), 'n3');
    expect(h.teams.calls.of('replyToActivity')).toEqual([]);
    expect(h.teams.calls.of('sendToConversation')).toHaveLength(3);
  });

  test('8: a RestError tells by statusCode and code; what Teams says of itself is the reason', async () => {
    h.teams.organisation.team.hasBot = false;
    const error = await h.messenger.post(h.channel, rendered('one'), 'n').catch((thrown: Error) => thrown);
    expect(error).toMatchObject({
      problem: { kind: 'impossible', reason: 'BotNotInConversationRoster' },
      cause: { statusCode: 403, code: 'BotNotInConversationRoster', details: refusal },
    });
  });

  test.each(['post', 'update'] as const)(
    '8: a %s that is limited is not repeated by the client itself',
    async (step) => {
      const at = await h.messenger.post(h.channel, rendered('one'), 'n1');
      const calls = h.teams.calls.all.length;
      h.befall(step, 'limit');
      const attempt =
        step === 'post' ? h.messenger.post(h.channel, rendered('two'), 'n2') : h.messenger.update(at, rendered('two'));
      await expect(attempt).rejects.toMatchObject({ problem: { kind: 'rate-limited', retryAfterMs: 7_000 } });
      expect(h.teams.calls.all).toHaveLength(calls + 1);
    },
  );
});

describe('teams-ai’s pitfall with the answers to buttons', () => {
  let h: Awaited<ReturnType<typeof startTeamsHarness>>;
  let server: Server;
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await h.stop();
  });

  /** teams-ai behind the desk's door, whose every `Action.Execute` is answered with the next of these cards. */
  async function answering(cards: object[]): Promise<void> {
    h = await startTeamsHarness();
    const adapter: DeskAdapter = emulated();
    const app = new Application({ adapter, botAppId: '', startTypingTimer: false });
    answerInvokes(app, ['adaptiveCard/action'], async () => {
      const type = 'application/vnd.microsoft.card.adaptive';
      return { status: 200, body: { statusCode: 200, type, value: cards.shift() } };
    });
    const endpoint = messagesEndpoint({
      adapter,
      settings: { kind: 'emulator', tenantId: null },
      run: async (context) => void (await app.run(context)),
      authentic: () => {},
      problem: (response, status) => response.status(status).end(),
      logger: pino({ level: 'silent' }),
    });
    server = createServer(express().use('/api/messages', ...endpoint));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    h.teams.requestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
  }

  test('1: actionExecute keeps the kind of its answer between turns, so answers are ours and stay with the presser', async () => {
    const action = { type: 'Action.Execute', verb: 'desk', title: 'refresh' };
    await answering([card([text('for Anna')], [], { refresh: { action } }), card([text('for Bruno')])]);
    const connector = await emulated().connector(h.teams.origin);
    const everybody = card([text('for everybody')], [execute('desk')]);
    const { id = '' } = await connector.conversations.sendToConversation(inboxChannel, cardMessage(everybody) as never);
    const press = (user: string) =>
      h.teams.people.click({ user, conversation: inboxChannel, message: id, action: 'desk' });
    expect(await press('anna')).toMatchObject({ kind: 'card', card: { body: [{ text: 'for Anna' }] } });
    expect(await press('bruno')).toMatchObject({ kind: 'card', card: { body: [{ text: 'for Bruno' }] } });
    expect(h.teams.calls.of('updateActivity')).toEqual([]);
    expect(h.teams.messages(inboxChannel)).toMatchObject([{ edited: false, attachments: [{ content: everybody }] }]);
  });
});

describe('botbuilder’s and teams-ai’s pitfalls, a whole desk’s', () => {
  let desk: TeamsDesk;
  beforeAll(async () => {
    desk = await startTeamsDesk();
  });
  afterAll(async () => {
    await desk.stop();
    desk.teams.assertStrict();
  });

  test('4: nor does an answer to what a person wrote or pressed reply to an activity that nobody sees', async () => {
    desk.teams.setClient('chloe', { dialogs: false, execute: false });
    const { id } = await desk.rfi();
    await desk.teams.talk.mention({ user: 'anna', conversation: inboxChannel, text: 'help' });
    await desk.teams.talk.direct({ user: 'anna', text: 'help' });
    await desk.press('chloe', id, 'Accept');
    await desk.teams.until(() => desk.thread(id).some((words) => words.includes('Accept ')));
    expect(desk.teams.calls.of('replyToActivity')).toEqual([]);
  });

  const proper = {
    type: 'message',
    channelId: 'msteams',
    from: { id: '29:anna' },
    recipient: { id: '28:bot' },
    conversation: { id: inboxChannel },
    serviceUrl: 'http://127.0.0.1:1',
    text: 'help',
  };
  test.each<[string, object, string[]]>([
    ['no type', { ...proper, type: undefined }, ['/type']],
    ['an empty type', { ...proper, type: '' }, ['/type']],
    ['no from', { ...proper, from: undefined }, ['/from']],
    ['no from.id', { ...proper, from: { name: 'Anna' } }, ['/from/id']],
    ['an empty from.id', { ...proper, from: { id: '' } }, ['/from/id']],
    ['no conversation', { ...proper, conversation: undefined }, ['/conversation']],
    ['no conversation.id', { ...proper, conversation: {} }, ['/conversation/id']],
    [
      'nothing but a text',
      { text: 'help' },
      ['/type', '/channelId', '/serviceUrl', '/from', '/recipient', '/conversation'],
    ],
  ])(
    '5: an activity with %s throws or brings out a stack trace, so it ends at the door: 400',
    async (_what, activity, pointers) => {
      const response = await fetch(`${desk.url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(activity),
      });
      expect(response.status).toBe(400);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      const problem = (await response.json()) as { errors: { pointer: string; expected: string }[] };
      expect(problem.errors.map(({ pointer }) => pointer)).toEqual(pointers);
      expect(problem.errors.every(({ expected }) => expected.length > 0)).toBe(true);
    },
  );

  test.each<[string, Record<string, unknown>]>([
    ['from an emulator', { channelId: 'emulator' }],
    ['with data null', { value: { data: null } }],
    ['with value null', { value: null }],
    ['without a value', { value: undefined }],
  ])(
    '6: task routes take only what comes from Teams and has data, so a dialog asked for %s is answered by us',
    async (_what, activity) => {
      const { id } = await desk.rfi();
      const message = desk.card(id)?.id ?? '';
      const asked = { user: 'anna', conversation: inboxChannel, message, action: 'Accept', overrides: { activity } };
      expect(await desk.teams.people.click(asked)).toMatchObject({ kind: 'dialog', delivered: { status: 200 } });
    },
  );
});

describe('teams-ai’s message() matches by substring, so commands are read by ourselves', () => {
  test.each([
    'ideals',
    'what are our deals',
    'no deals please',
    'Sue accepted R-4K7Q2M yesterday',
    'dealsinbox',
    'a new deal',
    'https://example.com/deals',
    'renew',
  ])('7: “%s” is no command', (words) => {
    expect(readCommand(words)).toMatchObject({ kind: 'unknown' });
  });

  test.each([
    ['deals', 'list'],
    ['DEALS Inbox', 'list'],
    ['/deals mine', 'list'],
    ['inbox', 'list'],
    ['R-4K7Q2M', 'show'],
    ['new', 'new'],
    ['rfi new', 'new'],
    ['help', 'help'],
  ])('7: “%s” is one', (words, kind) => {
    expect(readCommand(words)).toMatchObject({ kind });
  });
});
