import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { inboxChannel, startTeamsDesk, type TeamsDesk } from './teams-desk.js';

const engagement = {
  name: 'Pilot at Contoso',
  value: '12500.50',
  currency: 'EUR',
  purchaseDate: '2099-03-31',
  notes: 'Talk to Sue.',
};

describe('an RFI in Teams', () => {
  let desk: TeamsDesk;
  beforeEach(async () => {
    desk = await startTeamsDesk();
  });
  afterEach(async () => {
    await desk.stop();
    desk.teams.assertStrict();
  });

  const dialogText = (user: string) =>
    JSON.stringify(desk.teams.dialogs.of(desk.teams.people.user(user).id)?.card ?? '');

  test('accept, win; the card follows, the thread tells, the actor may undo', async () => {
    const { id, code } = await desk.rfi();
    expect(desk.card(id)?.summary).toContain(code);

    const dialog = await desk.open('anna', id, 'Accept');
    expect(dialog.title).toBe(`Accept ${code}`);
    const accepted = await desk.submit('anna', engagement);
    expect(accepted.kind).toBe('dialog');
    expect(dialogText('anna')).toContain(`You accepted ${code}`);
    expect(dialogText('anna')).toContain('Undo');
    await desk.teams.until(() => desk.shows(id).includes('Anna Keller is on it'));

    await desk.open('anna', id, 'Won');
    await desk.submit('anna', { finalValue: '12000' });
    await desk.teams.until(() => desk.shows(id).includes('Won · Anna Keller'));
    await desk.teams.until(() => desk.thread(id).length === 2);
    expect(desk.thread(id)).toEqual(['Anna Keller accepted', 'Anna Keller marked it as won 🏆']);
  });

  test('the loser of a race is told in the dialog who won', async () => {
    const { id } = await desk.rfi();
    await desk.open('anna', id, 'Accept');
    await desk.open('bruno', id, 'Accept');
    await desk.submit('anna', engagement);
    await desk.submit('bruno', engagement);
    expect(dialogText('bruno')).toContain('Anna Keller l’a acceptée');
  });

  test('undo, in the dialog that says that it is done', async () => {
    const { id } = await desk.rfi();
    await desk.open('anna', id, 'Accept');
    await desk.submit('anna', engagement);
    await desk.submit('anna', {}, 'Undo');
    expect(dialogText('anna')).toContain('Taken back');
    await desk.teams.until(() => desk.shows(id).includes('nobody is on it yet'));
  });

  test('errors stand at the fields, and what was typed stays', async () => {
    const { id } = await desk.rfi();
    await desk.open('anna', id, 'Accept');
    const outcome = await desk.submit('anna', { ...engagement, value: '1e5', purchaseDate: '2001-01-01' });
    expect(outcome.kind).toBe('dialog');
    const card = desk.teams.dialogs.of(desk.teams.people.user('anna').id)?.card as { body: { items: unknown[] }[] };
    const field = (name: string) => card.body.find(({ items }) => JSON.stringify(items[0]).includes(`"id":"${name}"`));
    expect(JSON.stringify(field('value'))).toContain('Write a number');
    expect(JSON.stringify(field('value'))).toContain('"value":"1e5"');
    expect(JSON.stringify(field('name'))).toContain('Pilot at Contoso');
    await desk.submit('anna', engagement);
    await desk.teams.until(() => desk.shows(id).includes('Anna Keller is on it'));
  });

  test('a submission that is repeated gets the same answer and does nothing twice', async () => {
    const { id, code } = await desk.rfi();
    await desk.open('anna', id, 'Accept');
    const first = await desk.submit('anna', engagement);
    if (!first.delivered) throw new Error('not delivered');
    const again = await desk.teams.deliver(first.delivered.activity);
    expect(JSON.stringify(again.content)).toContain(`You accepted ${code}`);
    await desk.teams.until(() => desk.thread(id).length === 1);
  });

  test('urgent is marked at once, without a form', async () => {
    const { id } = await desk.rfi();
    const outcome = await desk.press('bruno', id, 'Mark as urgent');
    expect(outcome).toMatchObject({ kind: 'card' });
    await desk.teams.until(() => desk.shows(id).includes('Bruno Lefèvre marked this as urgent'));
  });

  test('“Show all” opens everything, history included', async () => {
    const { id } = await desk.rfi();
    await desk.open('chloe', id, 'Show all');
    expect(dialogText('chloe')).toContain('Request received');
  });

  test('colleagues are chosen by name, and somebody is assigned', async () => {
    const { id } = await desk.rfi();
    await desk.open('dana', id, 'Assign to someone');
    expect(dialogText('dana')).toContain('Chloe Adams');
    expect(dialogText('dana')).not.toContain('Gina Rossi');
    const chloe = desk.teams.people.user('chloe');
    await desk.submit('dana', { to: chloe.aadObjectId });
    await desk.teams.until(() => desk.shows(id).includes('Chloe Adams is on it'));
    await desk.teams.until(() =>
      desk.teams.directMessages('chloe').some(({ summary }) => summary?.includes('assigned')),
    );
  });

  test.each([
    ['a guest', 'gina'],
    ['somebody of another tenant', 'eva'],
  ])('%s may not act, and reads why', async (_who, user) => {
    const { id } = await desk.rfi();
    await desk.open(user, id, 'Accept');
    expect(dialogText(user)).toContain('Only full members');
    await desk.open(user, id, 'Show all');
    expect(dialogText(user)).toContain('Only full members');
    const marked = await desk.press(user, id, 'Mark as urgent');
    expect(marked).toMatchObject({ kind: 'message', text: expect.stringContaining('Only full members') });
    expect(desk.shows(id)).toContain('nobody is on it yet');
  });

  test('a client without dialogs gets the form as a card, and its answer likewise', async () => {
    desk.teams.setClient('anna', { dialogs: false, execute: false });
    const { id, card } = await desk.rfi();
    expect(await desk.press('anna', id, 'Accept')).toMatchObject({ kind: 'sent' });
    const form = await desk.teams.until(() =>
      desk.teams
        .messages(inboxChannel)
        .find((message) => message.threadId === card.id && message.summary?.startsWith('Accept ')),
    );
    await desk.teams.people.click({
      user: 'anna',
      conversation: inboxChannel,
      message: form.id,
      action: 'Accept',
      inputs: engagement,
    });
    await desk.teams.until(() => desk.shows(id).includes('Anna Keller is on it'));
    await desk.teams.until(() => desk.thread(id).some((text) => text.includes('You accepted')));
  });

  test('a card that somebody deleted is posted anew as soon as it has something new to show', async () => {
    const { id, card } = await desk.rfi();
    desk.teams.talk.deleteMessage({ conversation: inboxChannel, message: card.id });
    await desk.teams.talk.mention({ user: 'anna', conversation: inboxChannel, text: 'deals inbox' });
    const list = await desk.teams.until(() =>
      desk.teams.messages(inboxChannel).find(({ summary }) => summary === 'Inbox'),
    );
    await desk.teams.people.click({ user: 'anna', conversation: inboxChannel, message: list.id, action: 'Show' });
    await desk.submit('anna', {}, 'Accept');
    await desk.submit('anna', engagement);
    await desk.teams.until(() => desk.shows(id).includes('Anna Keller is on it'));
    expect(desk.card(id)?.id).not.toBe(card.id);
  });
});
