import { rm } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { createLogger } from '../../src/logger.js';
import { startEmbeddedStore } from '../../src/storage/embedded/start.js';
import { SteppedClock } from '../fakes/clock.js';
import { scratchFolder } from '../support/scratch-folder.js';
import { pilot } from './cases.js';
import { hurry } from './hurry.js';
import { intakeToken, postRfi, takenIn } from './post-rfi.js';
import { inboxChannel, startTeamsDesk, type TeamsDesk } from './teams-desk.js';
import { fieldsOf, submissionOf } from './teams-forms.js';
import { passUntil } from './time-passes.js';

describe('while Teams is in trouble', () => {
  const clock = new SteppedClock();
  const lines: string[] = [];
  const log = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  let desk: TeamsDesk;
  beforeAll(async () => {
    desk = await startTeamsDesk({ pace: hurry, clock, logger: createLogger('debug', log) });
  });
  afterEach(async () => {
    desk.teams.faults.clear();
    for (const user of ['anna', 'bruno', 'chloe']) {
      desk.teams.setClient(user, {});
      desk.teams.people.closeDialog({ user });
    }
    // What was marked as urgent is reminded of: not when the next mishap waits for something else.
    await desk.desk.runJob('deadlines');
    await desk.settled();
  });
  afterAll(async () => {
    await desk.stop();
    desk.teams.assertStrict();
  });

  /** Whom the desk has never heard of. */
  let newcomers = 0;
  const newcomer = () =>
    desk.teams.addUser({
      handle: `new${++newcomers}`,
      givenName: 'Nora',
      surname: `New${newcomers}`,
      locale: 'en-US',
      tz: 'UTC',
    });

  describe('and can’t say who somebody is', () => {
    const tryAgain = 'Teams doesn’t answer the desk right now';

    test('no form, but the request to try again; then it works', async () => {
      const { id } = await desk.rfi();
      const { handle } = newcomer();
      desk.teams.faults.fail('getConversationMember');
      await desk.open(handle, id, 'Accept');
      expect(desk.dialog(handle)).toContain(tryAgain);
      await desk.open(handle, id, 'Accept');
      expect(desk.dialog(handle)).toContain('Input.Text');
    });

    test('in a form: said in the form, nothing typed is lost, nothing is changed', async () => {
      const { id } = await desk.rfi();
      const { handle, id: user } = newcomer();
      await desk.open('anna', id, 'Accept');
      // Somebody presses the button of a form that stands there.
      const anna = desk.teams.dialogs.of(desk.teams.people.user('anna').id);
      if (!anna) throw new Error('no dialog');
      desk.teams.dialogs.show({ ...anna, user });
      desk.teams.faults.fail('getConversationMember');
      await desk.submit(handle, pilot);
      expect(desk.dialog(handle)).toContain(tryAgain);
      const form = desk.teams.dialogs.of(user)?.card;
      for (const [name, text] of Object.entries(pilot)) expect(fieldsOf(form).get(name)?.value).toBe(text);
      expect((await desk.stored(id)).version).toBe(1);
      await desk.submit(handle);
      expect(desk.dialog(handle)).toContain('You accepted');
      expect((await desk.stored(id)).state).toMatchObject({ engagement: { notes: 'Talk to Sue.' } });
    });

    test('so slowly that Teams would give up: asked to press again, and both times it is one acceptance', async () => {
      const { id } = await desk.rfi();
      const { handle, id: user, givenName, surname } = newcomer();
      await desk.open('anna', id, 'Accept');
      const anna = desk.teams.dialogs.of(desk.teams.people.user('anna').id);
      if (!anna) throw new Error('no dialog');
      desk.teams.dialogs.show({ ...anna, user });
      const hold = desk.teams.faults.hold('getConversationMember');
      await desk.submit(handle, pilot);
      expect(desk.dialog(handle)).toContain('This takes longer than usual');
      const form = desk.teams.dialogs.of(user)?.card;
      for (const [name, text] of Object.entries(pilot)) expect(fieldsOf(form).get(name)?.value).toBe(text);
      // What was late is carried out all the same.
      hold.release();
      await desk.cardSays(id, `${givenName} ${surname} is on it`);
      await desk.submit(handle);
      expect(desk.dialog(handle)).toContain('You accepted');
      await desk.settled();
      expect(desk.thread(id)).toEqual([`${givenName} ${surname} accepted`]);
      expect((await desk.stored(id)).version).toBe(2);
    });

    test('one press, and what somebody writes, are answered likewise', async () => {
      const { id } = await desk.rfi();
      const { handle } = newcomer();
      desk.teams.faults.fail('getConversationMember', { times: 2 });
      const pressed = await desk.press(handle, id, 'Mark as urgent');
      expect(pressed).toMatchObject({ kind: 'message', text: expect.stringContaining(tryAgain) });
      await desk.teams.talk.direct({ user: handle, text: 'inbox' });
      expect(JSON.stringify(desk.teams.directMessages(handle).at(-1))).toContain(tryAgain);
      expect((await desk.stored(id)).version).toBe(1);
    });

    test('nor who is in the team: nobody is shown a deal on a guess', async () => {
      const { id } = await desk.rfi();
      const { handle } = newcomer();
      // A minute later the desk asks anew who is there.
      clock.step(61_000);
      desk.teams.faults.fail('getConversationPagedMembers');
      await desk.open(handle, id, 'Show all');
      expect(desk.dialog(handle)).toContain(tryAgain);
      await desk.open(handle, id, 'Show all');
      expect(desk.dialog(handle)).toContain('Contoso Ltd');
    });
  });

  describe('one card in the end', () => {
    const once = async (id: string) => {
      await passUntil(clock, desk.desk, () => desk.card(id) !== undefined);
      await desk.act('anna', id, 'Accept', pilot);
      const accepted = () => desk.shows(id).includes('Anna Keller is on it') && desk.thread(id).length > 0;
      await passUntil(clock, desk.desk, accepted);
      await desk.settled();
      expect(desk.cards(id)).toHaveLength(1);
      expect(desk.thread(id)).toEqual(['Anna Keller accepted']);
    };
    test.each<[string, () => void]>([
      ['a post that Teams answers with 500', () => desk.teams.faults.fail('sendToConversation')],
      ['a post that never left', () => desk.teams.faults.hangUp('sendToConversation')],
      ['a post that Teams puts off', () => desk.teams.faults.rateLimit('sendToConversation')],
      ['a post that Teams asks to repeat', () => desk.teams.faults.refuse('sendToConversation', 'PreconditionFailed')],
      ['a post whose token was refused', () => desk.teams.faults.refuse('sendToConversation', 'Unauthorized')],
      ['an update that Teams puts off', () => desk.teams.faults.rateLimit('updateActivity')],
      ['an update that fails', () => desk.teams.faults.fail('updateActivity')],
      ['an update that breaks off', () => desk.teams.faults.hangUp('updateActivity')],
      ['an update whose answer is lost', () => desk.teams.faults.dropAnswer('updateActivity')],
      ['an update that Teams asks to repeat', () => desk.teams.faults.refuse('updateActivity', 'PreconditionFailed')],
    ])('%s', async (_name, mishap) => {
      desk.rest();
      mishap();
      const { id } = await takenIn(desk.url);
      await once(id);
    });

    test('a line that Teams answers with 500, and one that it puts off', async () => {
      for (const mishap of ['fail', 'rateLimit'] as const) {
        const { id } = await desk.rfi();
        desk.teams.faults[mishap]('sendToConversation');
        await once(id);
      }
    });

    test('a card that somebody deleted comes back with the next change', async () => {
      const { id, code, card } = await desk.rfi();
      desk.teams.talk.deleteMessage({ conversation: inboxChannel, message: card.id });
      expect(desk.cards(id)).toEqual([]);
      const { message } = await desk.teams.talk.mention({
        user: 'anna',
        conversation: 'General',
        text: `show ${code}`,
      });
      const shown = desk.teams.messages('General').find(({ threadId }) => threadId === message.id);
      const pressed = await desk.teams.people.click({
        user: 'anna',
        conversation: 'General',
        message: shown?.id ?? '',
        action: 'Mark as urgent',
      });
      expect(pressed).toMatchObject({ kind: 'card' });
      await desk.cardSays(id, '🔥');
      await desk.teams.until(() => desk.thread(id).length > 0);
      await desk.settled();
      expect(desk.cards(id)).toHaveLength(1);
      expect(desk.card(id)?.id).not.toBe(card.id);
    });

    test('a card that somebody deletes while its update is on its way', async () => {
      const { id, card } = await desk.rfi();
      const hold = desk.teams.faults.hold('updateActivity');
      await desk.act('anna', id, 'Accept', pilot);
      await hold.arrived;
      desk.teams.talk.deleteMessage({ conversation: inboxChannel, message: card.id });
      hold.release();
      await desk.cardSays(id, 'Anna Keller is on it');
      expect(desk.cards(id)).toHaveLength(1);
    });
  });

  describe('an answer that doesn’t arrive', () => {
    test('changes nothing of what was done', async () => {
      const { id, card } = await desk.rfi();
      desk.teams.setClient('chloe', { dialogs: false, execute: false });
      desk.teams.faults.fail('sendToConversation');
      const press = { user: 'chloe', conversation: inboxChannel, message: card.id, action: 'Mark as urgent' };
      await desk.teams.people.click(press);
      await desk.cardSays(id, '🔥');
      await desk.teams.until(() => desk.thread(id).includes('Chloe Adams marked it as urgent 🔥'));
      expect((await desk.stored(id)).history.filter(({ type }) => type === 'marked-urgent')).toHaveLength(1);
    });

    test('is given when Teams delivers the same again, and then no more', async () => {
      const { id, card } = await desk.rfi();
      desk.teams.setClient('chloe', { dialogs: false, execute: false });
      desk.teams.faults.fail('sendToConversation');
      const press = { user: 'chloe', conversation: inboxChannel, message: card.id, action: 'Show all' };
      const first = await desk.teams.people.click(press);
      expect(first).toMatchObject({ kind: 'failed' });
      expect(desk.thread(id)).toEqual([]);
      const { activity } = first.delivered ?? { activity: {} };
      for (let time = 0; time < 2; time += 1) await desk.teams.deliver(activity);
      expect(desk.thread(id)).toHaveLength(1);
    });

    test('to somebody who is told directly: it is tried again, and comes once', async () => {
      const { id, code } = await desk.rfi();
      const { handle, aadObjectId } = newcomer();
      desk.teams.faults.fail('createConversation');
      await desk.act('anna', id, 'Accept', pilot);
      await desk.cardSays(id, 'Anna Keller is on it');
      clock.step(61_000);
      await desk.act('anna', id, 'Hand over', { to: aadObjectId });
      clock.step(60_000);
      const told = () => desk.teams.directMessages(handle).filter(({ summary }) => summary?.includes(code));
      await desk.teams.until(() => told().length > 0);
      await desk.settled();
      expect(told()).toHaveLength(1);
    });
  });

  test('the log holds ids, but neither customers’ data nor secrets, whatever happens', async () => {
    const contact = {
      firstName: 'Quentin',
      lastName: 'Xylander',
      email: 'quentin@zebrafish.example',
      phone: '+49 555 0199',
    };
    const { id, code } = await desk.rfi({
      customer: { name: 'Zebrafish Holding', contacts: [contact] },
      notes: 'Wobbegong migration',
    });
    await desk.open('anna', id, 'Accept');
    await desk.submit('anna', { ...pilot, value: 'much' });
    await desk.submit('anna', pilot);
    await desk.cardSays(id, 'Anna Keller is on it');
    await desk.open('gina', id, 'Show all');
    await desk.teams.talk.direct({ user: 'anna', text: `show ${code}` });
    await desk.teams.talk.direct({ user: 'anna', text: 'find Zebrafish' });
    await postRfi(desk.url, { customer: { name: 'Zebrafish Holding' }, notes: 7, contact: contact.email });
    desk.teams.setClient('chloe', { dialogs: false, execute: false });
    for (const fault of ['fail', 'hangUp'] as const) {
      desk.teams.faults[fault]('sendToConversation');
      desk.teams.faults[fault]('updateActivity');
      const message = desk.card(id)?.id ?? '';
      const action = fault === 'fail' ? 'Mark as urgent' : 'Show all';
      await desk.teams.people.click({ user: 'chloe', conversation: inboxChannel, message, action });
      await desk.settled();
    }

    const written = lines.join('');
    expect(written).toContain(id);
    expect(written).toContain('"level":50');
    const personal = ['Zebrafish', 'Wobbegong', 'Xylander', 'quentin@', '555 0199', 'Pilot at Contoso', 'Talk to Sue'];
    for (const word of [...personal, 'Anna Keller', '@northwind-partners', intakeToken]) {
      expect(written).not.toContain(word);
    }
  });
});

test('while the store is away everybody hears so at once; when it is back, the same press goes through', async () => {
  const dataDir = await scratchFolder('desk-store-');
  let store = await startEmbeddedStore({ dataDir, port: 0 });
  const port = Number(new URL(store.uri).port);
  const desk = await startTeamsDesk({ mongodbUri: store.uri, pace: hurry });
  try {
    const tryAgain = 'can’t reach its storage right now';
    const { id, card } = await desk.rfi();
    await desk.open('anna', id, 'Accept');
    await desk.open('chloe', id, 'Accept');
    const nonce = submissionOf(desk.teams, 'anna').desk;
    await store.close();

    const patient = { withinMs: 60_000 };
    desk.teams.setClient('chloe', { dialogs: false, execute: false });
    const press = { conversation: inboxChannel, message: card.id, overrides: patient };
    const [, urgent, sent, said] = await Promise.all([
      desk.teams.people.submitDialog({ user: 'anna', inputs: pilot, overrides: patient }),
      desk.teams.people.click({ ...press, user: 'anna', action: 'Mark as urgent' }),
      desk.teams.people.click({ ...press, user: 'chloe', action: 'Mark as urgent' }),
      desk.teams.talk.direct({ user: 'anna', text: 'inbox', overrides: patient }),
    ]);
    // On a machine so slow that the answer came too late: pressed again, as the dialog asks.
    while (!desk.dialog('anna').includes(tryAgain)) {
      await desk.teams.people.submitDialog({ user: 'anna', overrides: patient });
    }
    const form = desk.teams.dialogs.of(desk.teams.people.user('anna').id)?.card;
    for (const [name, text] of Object.entries(pilot)) expect(fieldsOf(form).get(name)?.value).toBe(text);
    expect(submissionOf(desk.teams, 'anna').desk).toEqual(nonce);
    expect(urgent).toMatchObject({ kind: 'message', text: expect.stringContaining('in a moment') });
    expect(sent).toMatchObject({ kind: 'sent' });
    expect(desk.thread(id).filter((text) => text.includes(tryAgain))).toHaveLength(1);
    expect(said.delivered).toMatchObject({ acknowledged: true });
    expect(desk.teams.directMessages('anna').at(-1)?.summary).toContain(tryAgain);

    store = await startEmbeddedStore({ dataDir, port });
    while (!desk.dialog('anna').includes('You accepted')) {
      await desk.teams.people.submitDialog({ user: 'anna', overrides: patient });
    }
    await desk.cardSays(id, 'Anna Keller is on it');
    expect(desk.cards(id)).toHaveLength(1);
    expect((await desk.stored(id)).state).toMatchObject({ engagement: { notes: 'Talk to Sue.' } });
  } finally {
    await desk.stop();
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  }
  desk.teams.assertStrict();
}, 180_000);
