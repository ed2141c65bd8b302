import { playgroundRouter } from '../../../src/playground/playground-router.js';
import type { TeamsEvents, TeamsState } from '../../../src/playground/teams-page-api.js';
import { serve } from '../serving.js';
import { startSlack } from '../slack/support.js';
import {
  attach,
  card,
  cardMessage,
  cleanUp,
  cleanups,
  execute,
  fetchDialog,
  startBot,
  startTeams,
  text,
} from './support.js';

afterEach(cleanUp);

const anna = 'anna@northwind-partners.example';
const form = card(
  [{ type: 'Input.Text', id: 'note', label: 'Note', isRequired: true, errorMessage: 'Needed' }],
  [{ type: 'Action.Submit', title: 'Save' }],
);

/** A desk of few words behind the page's API. */
async function start(withTeams = true) {
  const teams = await startTeams();
  const refreshed: string[] = [];
  await startBot(teams, async (context) => {
    const { type, name, value, from } = context.activity;
    if (type === 'message')
      await context.sendActivity(cardMessage(card([text('Deal')], [execute('accept'), fetchDialog('Form')])));
    if (value?.trigger === 'automatic') {
      refreshed.push(from.name);
      return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card([text('Anna’s own')]) };
    }
    if (name === 'adaptiveCard/action') {
      return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Accepted' };
    }
    if (name === 'task/fetch') return { task: { type: 'continue', value: { title: 'Form', card: attach(form) } } };
    return undefined;
  });
  const slack = await startSlack();
  const url = await serve(playgroundRouter({ slack, pageFolder: '/nowhere', ...(withTeams ? { teams } : {}) }));
  const base = `${url}/playground/api`;
  const state = async (user = anna) => (await (await fetch(`${base}/teams/state?user=${user}`)).json()) as TeamsState;
  const post = async (path: string, body: object) => {
    const response = await fetch(`${base}/teams/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: anna, ...body }),
    });
    return { status: response.status, body: await response.json() };
  };
  const inbox = async () => (await state()).conversations.find(({ name }) => name === 'RFI inbox');
  return { teams, base, state, post, inbox, refreshed };
}

async function follow(base: string, user = anna) {
  const response = await fetch(`${base}/teams/events?user=${user}`);
  const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  cleanups.push(() => reader.cancel());
  let read = '';
  return async function next<Name extends keyof TeamsEvents>(wanted: Name): Promise<TeamsEvents[Name]> {
    for (;;) {
      const end = read.indexOf('\n\n');
      if (end < 0) {
        read += (await reader.read()).value ?? '';
        continue;
      }
      const [event = '', data = ''] = read.slice(0, end).split('\n');
      read = read.slice(end + 2);
      if (event === `event: ${wanted}`) return JSON.parse(data.slice('data: '.length));
    }
  };
}

describe('what the page is told', () => {
  test.each([
    [true, { slack: true, teams: true, mails: false }, 200],
    [false, { slack: true, teams: false, mails: false }, 404],
  ])('with Teams %s', async (withTeams, platforms, status) => {
    const { base } = await start(withTeams);
    expect(await (await fetch(`${base}/platforms`)).json()).toEqual(platforms);
    expect((await fetch(`${base}/teams/state?user=${anna}`)).status).toBe(status);
  });

  test('each sees their own conversations; the same person by e-mail address', async () => {
    const { state, base } = await start();
    const mine = await state();
    expect(mine.users.find(({ id }) => id === mine.me)).toMatchObject({ name: 'Anna Keller', email: anna });
    expect(mine.conversations.map(({ name, kind }) => [name, kind])).toEqual([
      ['General', 'channel'],
      ['RFI inbox', 'channel'],
      ['Leads', 'group'],
      ['Referral Desk', 'personal'],
    ]);
    expect((await state('bruno')).conversations.map(({ name }) => name)).toEqual([
      'General',
      'RFI inbox',
      'Referral Desk',
    ]);
    expect((await state('gina')).conversations.map(({ name }) => name)).toEqual(['General', 'RFI inbox']);
    expect((await fetch(`${base}/teams/state?user=nobody`)).status).toBe(400);
  });

  test('messages, edits and one’s own view of a card, as they happen', async () => {
    const { teams, base } = await start();
    const next = await follow(base);
    expect((await next('state')).me).toBe(teams.people.user('anna').id);
    await teams.talk.mention({ user: 'bruno', conversation: 'RFI inbox', text: 'deals' });
    expect((await next('message')).message).toMatchObject({ text: '<at>Referral Desk</at> deals', markdown: false });
    const { message } = await next('message');
    expect(message).toMatchObject({ card: { body: [{ text: 'Deal' }] }, edited: false });
    const conversation = teams.conversation('RFI inbox');
    const [, stored] = conversation.messages;
    if (!stored) throw new Error('no card');
    teams.organisation.show(conversation, stored, teams.people.user('bruno').id, card([text('Bruno’s')]));
    teams.organisation.show(conversation, stored, teams.people.user('anna').id, card([text('Anna’s')]));
    expect((await next('message')).message).toMatchObject({ card: { body: [{ text: 'Anna’s' }] } });
    await teams.talk.direct({ user: 'bruno', text: 'private' });
    teams.talk.deleteMessage({ conversation: 'RFI inbox', message: stored.id });
    expect((await next('message')).message).toMatchObject({ id: stored.id, deleted: true });
  });

  test('a card that wants it is refreshed once for each who sees it', async () => {
    const { teams, base, refreshed } = await start();
    const next = await follow(base);
    await follow(base, 'bruno');
    await next('state');
    const refresh = { action: { type: 'Action.Execute', verb: 'mine' }, userIds: [teams.people.user('anna').id] };
    const conversation = teams.conversation('RFI inbox');
    teams.organisation.post(conversation, {
      from: teams.organisation.bot.id,
      text: '',
      textFormat: 'markdown',
      attachments: [attach(card([text('All')], [], { refresh }))],
      entities: [],
    });
    expect((await next('message')).message).toMatchObject({ card: { body: [{ text: 'All' }] } });
    expect((await next('message')).message).toMatchObject({ card: { body: [{ text: 'Anna’s own' }] } });
    expect(refreshed).toEqual(['Anna Keller']);
    teams.assertStrict();
  });
});

describe('what the page does', () => {
  test('writes, presses a button, fills in a dialog', async () => {
    const { teams, base, post, inbox } = await start();
    const next = await follow(base);
    await next('state');
    const channel = (await inbox())?.id;
    expect(await post('message', { conversation: channel, text: '@Referral Desk deals' })).toMatchObject({
      body: { ok: true },
    });
    const [said, shown] = (await inbox())?.messages ?? [];
    expect(said?.text).toBe('<at>Referral Desk</at> deals');
    const place = { conversation: channel, message: shown?.id };
    expect(await post('action', { ...place, action: '/actions/0', inputs: {} })).toMatchObject({ body: { ok: true } });
    expect(await next('notice')).toEqual({ text: 'Accepted' });

    await post('action', { ...place, action: '/actions/1', inputs: {} });
    const { dialog } = await next('dialog');
    expect(dialog).toMatchObject({ title: 'Form', width: 'medium', card: form });
    const submission = { dialog: dialog?.id, action: '/actions/0' };
    expect(await post('dialog-submit', { ...submission, inputs: { note: '' } })).toMatchObject({
      body: { ok: false, error: 'Needed' },
    });
    expect(await post('dialog-submit', { ...submission, dialog: 'x', inputs: {} })).toMatchObject({
      body: { ok: false },
    });
    expect(await post('dialog-submit', { ...submission, inputs: { note: 'a' } })).toMatchObject({ body: { ok: true } });
    expect(await next('dialog')).toEqual({ dialog: null });
    teams.assertStrict();
  });

  test.each([
    ['action', { conversation: 'c', message: 'm', action: '/actions/0', inputs: { a: 1 } }],
    ['action', { conversation: 'c', message: 'm', action: '/actions/0', inputs: {}, more: 1 }],
    ['message', { conversation: 'c' }],
    ['dialog-close', { user: '' }],
  ])('%s that can’t be read: 400', async (path, body) => {
    const { post } = await start();
    expect((await post(path, body)).status).toBe(400);
  });

  test('what nobody could do is said, not done', async () => {
    const { post } = await start();
    const answer = await post('message', { conversation: 'Leads', user: 'bruno', text: 'hello' });
    expect(answer).toEqual({ status: 200, body: { ok: false, error: 'bruno is not in Leads' } });
  });
});
