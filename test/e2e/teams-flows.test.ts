import { en } from '../../src/locales/en.js';
import { SteppedClock } from '../fakes/clock.js';
import { flows, pilot, type Typed } from './cases.js';
import { listed, objectId } from './teams-cast.js';
import { inboxChannel, startTeamsDesk, type TeamsDesk } from './teams-desk.js';

const clock = new SteppedClock();
let desk: TeamsDesk;

beforeAll(async () => {
  desk = await startTeamsDesk({ clock, profile: `    managers: ${listed('dana')}` });
});
afterAll(async () => {
  await desk.stop();
  desk.teams.assertStrict();
});
beforeEach(() => {
  for (const user of ['anna', 'bruno', 'chloe', 'dana']) {
    desk.teams.setClient(user, {});
    desk.teams.people.closeDialog({ user });
  }
});

/** What stands on a card's button. */
const button = (action: (typeof flows)[number]['action']) => en[`action.${action}`];

/** One card, at the place where it stood from the beginning; one line for each event; the whole history stored. */
async function expectStory(id: string, at: string, lines: readonly string[], events: readonly string[]) {
  await desk.teams.until(() => lines.every((line) => desk.thread(id).includes(line)), { what: lines.join(', ') });
  await desk.settled();
  expect(desk.cards(id).map((card) => card.id)).toEqual([at]);
  expect(desk.thread(id)).toEqual(lines);
  // What the desk reminds of by itself stands among them.
  const history = (await desk.stored(id)).history.filter(({ type }) => type !== 'reminded');
  expect(history.map(({ type }) => type)).toEqual(['received', ...events]);
  for (const event of history.slice(1))
    expect(event).toMatchObject({ by: { platform: 'teams' }, at: expect.any(Date) });
}

/** What somebody has been told in private by a message. */
const direct = (user: string) => desk.teams.directMessages(user).map(({ summary }) => summary ?? '');

describe('what one person does, in dialogs', () => {
  test.each(flows)('$name: the card follows, one line, told to the actor alone', async (flow) => {
    const { id, card } = await desk.rfi();
    for (const action of flow.before) {
      await desk.act('anna', id, button(action), pilot);
      await desk.cardSays(id, 'Anna Keller is on it');
    }
    const told = await desk.act('anna', id, button(flow.action), flow.typed);

    expect(told).toContain(flow.told);
    expect(told).toContain('Undo');
    await desk.cardSays(id, flow.shows);
    const lines = [...flow.before.map(() => 'Anna Keller accepted'), flow.line];
    await expectStory(id, card.id, lines, [...flow.before.map(() => 'accepted'), flow.event]);
    for (const other of ['bruno', 'chloe', 'dana']) expect(desk.dialog(other)).toBe('""');
  });

  test('remove one of two contacts', async () => {
    const { id, card } = await desk.rfi();
    await desk.act('anna', id, 'Accept', { ...pilot, contacts: [objectId('bruno'), objectId('chloe')].join(',') });
    await desk.cardSays(id, 'Bruno Lefèvre, Chloe Adams');
    await desk.open('anna', id, 'Remove contact');
    const chosen = new RegExp(`"value":"([^"]*:${objectId('chloe')})"`).exec(desk.dialog('anna'))?.[1] ?? '';
    await desk.submit('anna', { contactId: chosen });
    await desk.teams.until(() => !desk.shows(id).includes('Chloe Adams'));
    expect(desk.shows(id)).toContain('Bruno Lefèvre');
    const lines = ['Anna Keller accepted', 'Anna Keller removed a contact'];
    await expectStory(id, card.id, lines, ['accepted', 'contact-removed']);
  });
});

describe('what one person does, in a client without dialogs', () => {
  const others = [
    { button: 'Show all', says: 'Request received' },
    { button: 'Mark as urgent', says: 'is marked as urgent', shows: '🔥 Contoso Ltd' },
    { button: 'I’m on it', says: 'it is yours now', shows: 'New · Anna Keller is on it' },
    { button: 'In 4 hours', says: 'No reminders about', shows: 'No reminders until' },
  ];

  beforeEach(() => desk.teams.setClient('anna', { dialogs: false, execute: false }));

  const submits = {
    accept: en['action.accept'],
    decline: en['form.decline.submit'],
    edit: en['action.save'],
    'add-contact': en['form.add'],
    win: en['form.win.submit'],
    lose: en['form.lose.submit'],
  };
  /** Fills in the form that comes as a message; its button says what `submit` does. */
  async function actBySending(id: string, action: (typeof flows)[number]['action'], typed: Typed, told: string) {
    const card = desk.card(id);
    if (!card) throw new Error('no card');
    const form = await desk.pressBySending('anna', card, button(action), { says: 'Input.' });
    return desk.pressBySending('anna', form, submits[action], { inputs: typed, says: told });
  }
  test.each(flows)('$name', async ({ before, action, typed, shows, line, event, told }) => {
    const { id } = await desk.rfi();
    for (const earlier of before) {
      await actBySending(id, earlier, pilot, 'You accepted');
      await desk.cardSays(id, 'Anna Keller is on it');
    }
    const answer = await actBySending(id, action, typed, told);
    expect(JSON.stringify(answer.attachments)).toContain('"Undo"');
    expect(JSON.stringify(answer.attachments)).toContain('For Anna Keller:');
    await desk.cardSays(id, shows);
    await desk.teams.until(() => desk.thread(id).includes(line));
    await desk.settled();
    expect(desk.thread(id).filter((text) => text === line)).toHaveLength(1);
    expect((await desk.stored(id)).history.at(-1)).toMatchObject({ type: event, by: { name: 'Anna Keller' } });
  });

  test.each(others)('$button', async ({ button, says, shows }) => {
    const { id, card } = await desk.rfi();
    await desk.pressBySending('anna', card, button, { says });
    if (shows) await desk.cardSays(id, shows);
    else expect((await desk.stored(id)).version).toBe(1);
  });

  test('what is wrong stands at its field, and the corrected form goes through as the same form', async () => {
    const { id, card } = await desk.rfi();
    const form = await desk.pressBySending('anna', card, 'Accept', { says: 'Input.' });
    const inputs = { ...pilot, value: '1e5' };
    const again = await desk.pressBySending('anna', form, 'Accept', { inputs, says: 'Write a number' });
    expect(JSON.stringify(again.attachments)).toContain('Talk to Sue.');
    await desk.pressBySending('anna', again, 'Accept', { inputs: { value: '7' }, says: 'You accepted' });
    expect((await desk.stored(id)).state).toMatchObject({
      engagement: { value: { amount: 7 }, notes: 'Talk to Sue.' },
    });
  });

  test('a form in a channel is everybody’s: who presses its button second is told who was first', async () => {
    const { id, card } = await desk.rfi();
    desk.teams.setClient('bruno', { dialogs: false, execute: false });
    const form = await desk.pressBySending('anna', card, 'Accept', { says: 'Input.' });
    await desk.pressBySending('anna', form, 'Accept', { inputs: pilot, says: 'You accepted' });
    const late = await desk.pressBySending('bruno', form, 'Accept', {
      inputs: pilot,
      says: 'Anna Keller l’a acceptée',
    });
    expect(JSON.stringify(late.attachments)).toContain('Pour Bruno Lefèvre\u202f:');
    await desk.pressBySending('anna', form, 'Accept', { inputs: pilot, says: 'You accepted' });
    expect((await desk.stored(id)).version).toBe(2);
  });

  test('an answer that only one person reads does not say whose it is', async () => {
    const { people, organisation, talk } = desk.teams;
    const chat = organisation.personalChat(people.user('anna'));
    await talk.direct({ user: 'anna', text: 'rfi new' });
    const shows = (what: string) => chat.messages.find(({ attachments }) => JSON.stringify(attachments).includes(what));
    const offer = await desk.teams.until(() => shows(en['form.new']));
    await people.click({ user: 'anna', conversation: chat.id, message: offer.id, action: en['form.new'] });
    const form = await desk.teams.until(() => shows('Input.'));
    expect(JSON.stringify(form)).not.toContain('For Anna Keller');
  });

  test('undo, by the button under the answer', async () => {
    const { id, card } = await desk.rfi();
    const form = await desk.pressBySending('anna', card, 'Accept', { says: 'Input.' });
    const answer = await desk.pressBySending('anna', form, 'Accept', { inputs: pilot, says: 'You accepted' });
    await desk.pressBySending('anna', answer, 'Undo', { says: 'Taken back' });
    await desk.cardSays(id, 'nobody is on it yet');
  });
});

/** Presses a button of a card by `Action.Execute`, with whatever stood behind it. */
async function execute(user: string, id: string, data: object) {
  const card = desk.card(id);
  if (!card) throw new Error('no card');
  const { activities } = desk.teams.people;
  const place = { conversation: desk.teams.conversation(inboxChannel), threadId: card.id };
  const value = { action: { type: 'Action.Execute', verb: 'desk', data: { desk: data } }, trigger: 'manual' };
  const by = desk.teams.people.user(user);
  return desk.teams.deliver(activities.invoke(by, place, 'adaptiveCard/action', value, card.id));
}

describe('with one press', () => {
  test('mark as urgent, and take the flame away', async () => {
    const { id, card } = await desk.rfi();
    expect(await desk.press('anna', id, 'Mark as urgent')).toMatchObject({ kind: 'card' });
    await desk.cardSays(id, '🔥 Contoso Ltd');
    const cooled = await desk.press('bruno', id, 'No longer urgent');
    expect(cooled.kind === 'card' && JSON.stringify(cooled.card)).toContain('n’est plus urgente');
    await desk.teams.until(() => !desk.shows(id).includes('🔥'));
    const lines = ['Anna Keller marked it as urgent 🔥', 'Bruno Lefèvre marked it as no longer urgent'];
    await expectStory(id, card.id, lines, ['marked-urgent', 'unmarked-urgent']);
  });

  test('contacted: the alarm is over', async () => {
    const { id, card } = await desk.rfi({ contactMeDirectly: true });
    await desk.cardSays(id, 'Contact them as quickly as possible');
    await desk.press('chloe', id, 'Contacted');
    await desk.cardSays(id, 'Chloe Adams contacted the customer');
    await expectStory(id, card.id, ['Chloe Adams contacted the customer'], ['contacted']);
  });

  test('remind me later', async () => {
    const { id } = await desk.rfi();
    await desk.press('anna', id, 'In 4 hours');
    await desk.cardSays(id, 'No reminders until');
    const { state } = await desk.stored(id);
    expect(state).toMatchObject({ snoozed: { until: expect.any(Date) } });
  });

  test('the presser keeps the card, whatever comes first: the answer or the card’s update', async () => {
    const { id } = await desk.rfi();
    const outcome = await desk.press('anna', id, 'Mark as urgent');
    const answer = JSON.stringify(outcome.kind === 'card' && outcome.card);
    for (const text of ['is marked as urgent', '"Undo"', '🔥 Contoso Ltd', '"Accept"']) expect(answer).toContain(text);
    await desk.cardSays(id, 'marked this as urgent');
    expect(desk.seenBy('anna', id)).toContain('"Accept"');
    expect(desk.seenBy('bruno', id)).not.toContain('"Undo"');
  });

  test('what has been done already is said, and the card stays', async () => {
    const { id } = await desk.rfi();
    const press = () => execute('chloe', id, { do: 'at-once', type: 'mark-urgent', r: id });
    await press();
    const again = await press();
    expect(again.content).toMatchObject({
      type: expect.stringMatching(/message$/),
      value: 'There was nothing to change.',
    });
  });
});

describe('who is on it', () => {
  test('a manager assigns: the one it concerns is told in private, once, with the way to the card', async () => {
    const { id, code, card } = await desk.rfi();
    // Whoever has pressed something has told how they read.
    await desk.open('bruno', id, 'Show all');
    await desk.act('dana', id, 'Assign to someone', { to: objectId('bruno') });
    await desk.cardSays(id, 'New · Bruno Lefèvre is on it');
    await desk.teams.until(() => direct('bruno').some((text) => text.includes(code)));
    await expectStory(id, card.id, ['Dana Ortiz assigned it to Bruno Lefèvre'], ['assigned']);
    // In Bruno's own language.
    const told = desk.teams.directMessages('bruno').filter(({ summary }) => summary?.includes(code));
    expect(told).toHaveLength(1);
    expect(told[0]?.summary).toMatch(new RegExp(`Dana Ortiz vous a attribué ${code}\\s: Contoso Ltd`));
    expect(JSON.stringify(told[0]?.attachments)).toContain(card.id);
    expect(direct('dana')).toEqual([]);
  });

  test('who takes it is not told what they know', async () => {
    const { id, card } = await desk.rfi();
    await desk.press('chloe', id, 'I’m on it');
    await desk.cardSays(id, 'New · Chloe Adams is on it');
    await expectStory(id, card.id, ['Chloe Adams took it'], ['assigned']);
    expect(direct('chloe')).toEqual([]);
  });

  test('an owner hands over; from then on it is the other’s to hand over', async () => {
    const { id, code, card } = await desk.rfi();
    await desk.act('anna', id, 'Accept', pilot);
    await desk.cardSays(id, 'Anna Keller is on it');
    expect((await desk.open('anna', id, 'Hand over')).title).toBe(`Hand over ${code}`);
    await desk.submit('anna', { to: objectId('chloe') });
    await desk.cardSays(id, 'Active · Chloe Adams is on it · accepted by Anna Keller');
    await desk.teams.until(() => direct('chloe').some((text) => text.includes(code)));
    await desk.open('anna', id, 'Hand over');
    expect(desk.dialog('anna')).toContain('Only Chloe Adams or a manager');
    const lines = ['Anna Keller accepted', 'Anna Keller assigned it to Chloe Adams'];
    await expectStory(id, card.id, lines, ['accepted', 'assigned']);
  });
});

describe('taking back', () => {
  /** Anna has accepted, and sees the dialog that says so, with “Undo”. */
  const accepted = async () => {
    const rfi = await desk.rfi();
    await desk.act('anna', rfi.id, 'Accept', pilot);
    await desk.cardSays(rfi.id, 'Anna Keller is on it');
    return rfi;
  };
  const undo = async (user = 'anna') => {
    await desk.submit(user, {}, 'Undo');
    return desk.dialog(user);
  };

  test('in time, it is as before', async () => {
    const { id, card } = await accepted();
    expect(await undo()).toContain('Taken back');
    await desk.cardSays(id, 'nobody is on it yet');
    const lines = ['Anna Keller accepted', 'Anna Keller took back: accepted'];
    await expectStory(id, card.id, lines, ['accepted', 'undone']);
  });

  test('what was done with one press, in the card itself', async () => {
    const { id } = await desk.rfi();
    await desk.press('anna', id, 'Mark as urgent');
    await desk.cardSays(id, 'marked this as urgent');
    const of = (await desk.stored(id)).undo?.commandId ?? '';
    // As long as the presser's own view stands; here the card's update may have taken it away.
    const answer = await execute('anna', id, { do: 'undo', r: id, of });
    expect(JSON.stringify(answer.content)).toContain('Taken back');
    expect(JSON.stringify(answer.content)).toContain('"Mark as urgent"');
    await desk.teams.until(() => !desk.shows(id).includes('🔥'));
  });

  test('not after somebody changed it since', async () => {
    const { id } = await accepted();
    await desk.press('bruno', id, 'Mark as urgent');
    expect(await undo()).toContain('it has been changed since');
    expect((await desk.stored(id)).version).toBe(3);
  });

  test('not by somebody else, who sees the same button', async () => {
    const { id } = await accepted();
    const shown = desk.teams.dialogs.of(desk.teams.people.user('anna').id);
    if (!shown) throw new Error('no dialog');
    desk.teams.dialogs.show({ ...shown, user: desk.teams.people.user('bruno').id });
    expect(await undo('bruno')).toContain('Seule la personne');
    expect((await desk.stored(id)).state.kind).toBe('active');
  });

  test('not when its time is over', async () => {
    const { id } = await accepted();
    clock.step(31_000);
    expect(await undo()).toContain('Too late to undo');
    expect((await desk.stored(id)).state.kind).toBe('active');
  });
});

describe('a closed one', () => {
  const closed = async () => {
    const rfi = await desk.rfi();
    await desk.act('anna', rfi.id, 'Accept', pilot);
    await desk.cardSays(rfi.id, 'Anna Keller is on it');
    await desk.act('anna', rfi.id, 'Won', { finalValue: '12000' });
    await desk.cardSays(rfi.id, 'Won · Anna Keller');
    return rfi;
  };

  test('is reopened by a manager', async () => {
    const { id, card } = await closed();
    await desk.open('dana', id, 'Reopen');
    expect(desk.dialog('dana')).toContain('Won');
    await desk.submit('dana');
    await desk.cardSays(id, 'Active · Anna Keller is on it');
    const lines = ['Anna Keller accepted', 'Anna Keller marked it as won 🏆', 'Dana Ortiz reopened it'];
    await expectStory(id, card.id, lines, ['accepted', 'won', 'reopened']);
  });

  test('is not reopened by anybody else', async () => {
    const { id } = await closed();
    await desk.open('bruno', id, 'Reopen');
    expect(desk.dialog('bruno')).toContain('Réservé aux responsables de l’équipe');
    expect((await desk.stored(id)).version).toBe(3);
  });
});

describe('everything about one', () => {
  test('“Show all” has as much of 100 KB as a card holds, says that there is more, and has the history', async () => {
    const words = Array.from({ length: 12_000 }, (_, n) => `word${n}`).join(' ');
    const { id, card } = await desk.rfi({ notes: `<at>Everybody</at> **start** ${words}`.slice(0, 100_000) });
    expect(JSON.stringify(card.attachments)).toContain('shortened');
    await desk.open('anna', id, 'Show all');
    const details = desk.dialog('anna');
    expect(details).toContain('word1500');
    expect(details).not.toContain('<at>');
    expect(details).toContain('Request received');
    expect(Buffer.byteLength(details)).toBeLessThan(25_001);
  });

  test('what one looks at is seen by nobody else', async () => {
    const { id, code } = await desk.rfi();
    await desk.open('anna', id, 'Show all');
    await desk.teams.talk.direct({ user: 'anna', text: `show ${code}` });
    expect(desk.thread(id)).toEqual([]);
    expect(desk.dialog('bruno')).toBe('""');
    expect(desk.cards(id)).toHaveLength(1);
  });
});
