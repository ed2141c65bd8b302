import type { StoredMessage } from '../../src/playground/teams/model.js';
import { groupChat, inboxChannel, postRfi, startTeamsDesk, type TeamsDesk } from './teams-desk.js';

let desk: TeamsDesk;

const answersIn = (messages: readonly StoredMessage[]) =>
  messages.filter(({ from }) => from === desk.teams.organisation.bot.id);
const shown = (message: StoredMessage | undefined) => JSON.stringify(message?.attachments ?? '');

/** What the bot answers in private. */
async function ask(user: string, text: string): Promise<StoredMessage> {
  const before = answersIn(desk.teams.directMessages(user)).length;
  await desk.teams.talk.direct({ user, text });
  return desk.teams.until(() => answersIn(desk.teams.directMessages(user))[before], { what: `an answer to ${text}` });
}

/** All tests of a group share a desk. */
function withDesk(): void {
  beforeAll(async () => {
    desk = await startTeamsDesk();
  });
  afterEach(() => desk.teams.assertStrict());
  afterAll(() => desk.stop());
}

describe('a list', () => {
  withDesk();

  test('its pages, one deal', async () => {
    for (let n = 0; n < 12; n += 1) {
      await postRfi(desk.url, { customer: { name: `Customer ${n}` }, notes: 'Help.', externalId: `e-${n}` });
    }
    const list = await ask('anna', 'deals inbox');
    expect(shown(list)).toContain('1–10 of 12');
    const chat = desk.teams.organisation.personalChat(desk.teams.people.user('anna')).id;
    const next = await desk.teams.people.click({ user: 'anna', conversation: chat, message: list.id, action: 'Next' });
    expect(next.kind === 'card' && JSON.stringify(next.card)).toContain('11–12 of 12');
    const code = /R-[0-9A-Z]{6}/.exec(shown(list))?.[0] ?? '';
    expect(shown(await ask('anna', `deals show ${code.toLowerCase()}`))).toContain(code);
    expect(shown(await ask('anna', code))).toContain('Request received');
  });
});

describe('words to the bot', () => {
  withDesk();

  test.each([
    ['help', '**deals inbox** — requests'],
    ['', '**deals inbox** — requests'],
    ['/deals help', '**deals inbox** — requests'],
    ['deals inbx', 'Did you mean **deals inbox**?'],
    ['deals', 'No active deals'],
    ['mine', 'Nothing is assigned to you'],
    ['deals archive won', 'Nothing here yet'],
    ['deals show', 'Which one?'],
    ['deals notify', 'You haven’t chosen how reminders reach you'],
    ['deals notify in channel', 'reminders mention you under the card'],
    ['deals notify directly', 'reminders come to you as direct messages'],
    ['deals notify directyl', 'Did you mean **deals notify directly**?'],
    ['rfi new', 'Log a request'],
    ['what is the weather like', 'I don’t know “what”.'],
    ['I accept your deals inbox', 'I don’t know “I”.'],
  ])('“%s”', async (text, answer) => {
    if (text === '') {
      await desk.teams.talk.mention({ user: 'anna', conversation: inboxChannel, text: '' });
      await desk.teams.until(() =>
        desk.teams.messages(inboxChannel).some((message) => shown(message).includes(answer)),
      );
    } else expect(shown(await ask('anna', text))).toContain(answer);
  });

  test('in the person’s own language', async () => {
    expect(shown(await ask('bruno', 'deals'))).toContain('Aucune');
  });

  test.each(['gina', 'sam'])('%s, a guest, reads nothing', async (user) => {
    await desk.rfi();
    expect(shown(await ask(user, 'deals inbox'))).toContain('Only full members');
  });

  test('somebody of another tenant is not even answered in private', async () => {
    const { delivered } = await desk.teams.talk.direct({ user: 'eva', text: 'deals inbox' });
    expect(delivered).toMatchObject({ acknowledged: false, status: 401 });
  });

  test('in a channel after a mention, as a reply; only about what that team may see anyway', async () => {
    const { code } = await desk.rfi();
    const { message } = await desk.teams.talk.mention({ user: 'anna', conversation: 'General', text: 'deals inbox' });
    const answer = await desk.teams.until(() => answersIn(desk.teams.messages('General'))[0]);
    expect(answer.threadId).toBe(message.id);
    expect(shown(answer)).toContain(code);
  });

  test('in a group chat it asks to be written to in private', async () => {
    const { code } = await desk.rfi();
    await desk.teams.talk.mention({ user: 'anna', conversation: groupChat, text: 'deals inbox' });
    const answer = await desk.teams.until(() => answersIn(desk.teams.messages(groupChat))[0]);
    expect(shown(answer)).toContain('private chat');
    expect(shown(answer)).not.toContain(code);
  });

  test('a request that came by telephone is logged, after its errors are mended', async () => {
    const offer = await ask('anna', 'rfi new');
    const chat = desk.teams.organisation.personalChat(desk.teams.people.user('anna')).id;
    await desk.teams.people.click({ user: 'anna', conversation: chat, message: offer.id, action: 'Log a request' });
    const wrong = await desk.submit('anna', {
      customer: 'Fabrikam',
      need: 'A pilot',
      country: '1D',
      email: 'sue',
    });
    expect(JSON.stringify(wrong.kind === 'dialog' && wrong.dialog.card)).toContain('This is not an e-mail address.');
    await desk.submit('anna', { customer: 'Fabrikam', need: 'A pilot', country: 'DE', email: 'sue@fabrikam.example' });
    await desk.teams.until(() =>
      desk.teams.messages(inboxChannel).some((message) => shown(message).includes('Fabrikam')),
    );
  });
});
