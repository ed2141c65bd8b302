import type { Payload } from '../../src/playground/slack/delivery.js';
import { SteppedClock } from '../fakes/clock.js';
import { wrongFields } from './cases.js';
import { anna, bot, bruno, channelOf, chloe, dana, external, guest, inbox, singleChannelGuest } from './cast.js';
import { engagement } from './engagement.js';
import { enteredIn, inFields, says } from './in-slack.js';
import { takenIn } from './post-rfi.js';
import { type SlackDesk, startSlackDesk } from './slack-desk.js';
import { by, withAction, withView } from './tampering.js';
import { expectUntouched } from './untouched.js';

const clock = new SteppedClock();
let desk: SlackDesk;
/** One new referral and one that Anna has accepted; no test here changes them. */
let open: { id: string; code: string };
let taken: { id: string; code: string };

beforeAll(async () => {
  desk = await startSlackDesk({
    clock,
    yaml: `profiles:
  - { id: default, channels: { slack: [${inbox}] }, people: [${anna}, ${bruno}], managers: [${dana}] }
  - { id: brief, locations: [brief], channels: { slack: [C0BRIEF001] } }
`,
    standIn: {
      channels: [
        channelOf(inbox, 'rfi-inbox', [anna, bruno, chloe, dana, guest, singleChannelGuest, external, bot]),
        channelOf('C0BRIEF001', 'brief', [anna]),
      ],
    },
  });
  open = await desk.rfi({ customer: { name: 'Open Ltd' } });
  taken = await desk.rfi({ customer: { name: 'Taken Ltd' } });
  await desk.act(anna, taken.id, 'accept', engagement);
  await desk.cardSays(taken.id, 'Anna Keller is on it');
});
afterAll(async () => {
  try {
    await expectUntouched(desk, { open: open.id, taken: taken.id });
    desk.slack.assertStrict();
  } finally {
    await desk.stop();
  }
});
beforeEach(() => {
  for (const user of [anna, bruno, chloe, dana, guest, external]) desk.slack.views.clear(user);
});

const blocksOf = (user: string) => JSON.stringify(desk.form(user)?.definition ?? null);
const cardButton = (user: string, action: string, id = open.id): Payload =>
  desk.slack.people.prepareClick({
    user,
    channel: inbox,
    ts: desk.card(id)?.ts ?? '',
    actionId: `deal:${action}`,
  });

describe('what is wrong in a form stands at its field, and what was typed stays', () => {
  test.each(wrongFields)('$name', async ({ action, of, typed, errors }) => {
    // A manager may open every form.
    const form = await desk.open(dana, of === 'open' ? open.id : taken.id, action);
    const values = enteredIn(form, typed);
    const outcome = await desk.submit(dana, values);
    const expected = Object.entries(errors).map(([field, text]) => [field, expect.stringContaining(text)]);
    expect(outcome).toMatchObject({ kind: 'errors', by: 'app', errors: Object.fromEntries(expected) });
    expect(Object.keys(outcome.kind === 'errors' ? outcome.errors : {}).sort()).toEqual(Object.keys(errors).sort());
    expect(desk.form(dana)?.id).toBe(form.id);
    expect(desk.form(dana)?.entered).toMatchObject(inFields(values));
  });

  test('the corrected form goes through, as the same form', async () => {
    const { id } = await takenIn(desk.url);
    await desk.slack.until(() => desk.card(id));
    const form = await desk.open(anna, id, 'accept');
    const tooLate = { ...engagement, purchaseDate: { selectedDate: '2001-01-01' } };
    expect(await desk.submit(anna, tooLate)).toMatchObject({ kind: 'errors' });
    expect(await desk.submit(anna, { purchaseDate: { selectedDate: '2099-03-31' } })).toMatchObject({
      kind: 'closed',
      delivered: { payload: { body: { view: { id: form.id } } } },
    });
    const { state } = await desk.stored(id);
    expect(state).toMatchObject({ kind: 'active', engagement: { name: 'Pilot at Contoso', notes: 'Talk to Sue.' } });
  });
});

describe('too late', () => {
  test('a form for what somebody accepted isn’t opened: the click says who was first', async () => {
    await desk.slack.deliver(withAction(cardButton(bruno, 'accept'), { value: taken.id }));
    await desk.slack.until(() => blocksOf(bruno).includes('Anna Keller l’a acceptée'));
  });

  test('what has expired on arrival makes no card', async () => {
    const created = new Date(Date.now() - 15 * 86_400_000).toISOString();
    const { id } = await takenIn(desk.url, { createdAt: created });
    await desk.settled();
    expect((await desk.stored(id)).state).toMatchObject({ kind: 'archived', outcome: 'expired' });
    expect(desk.cards(id)).toEqual([]);
  });

  test('a click after the end is refused, and the card tells everybody', async () => {
    const { id } = await takenIn(desk.url, {
      location: 'brief',
      expiresAt: new Date(clock.now().getTime() + 60_000).toISOString(),
    });
    await desk.slack.until(() => desk.card(id));
    const form = await desk.open(anna, id, 'accept');
    clock.step(60_000);
    expect(await desk.submit(anna, engagement)).toMatchObject({ kind: 'updated', view: { id: form.id } });
    expect(blocksOf(anna)).toContain('This request expired');
    await desk.cardSays(id, 'nobody answered in time');
    await desk.slack.until(() => desk.thread(id).length === 1);
    expect(desk.thread(id)).toEqual(['Expired: nobody answered in time']);
    const { history } = await desk.stored(id);
    expect(history.at(-1)).toMatchObject({ type: 'expired', by: null });
  });
});

describe('who may not', () => {
  const strangers: [string, string, string][] = [
    ['a guest', guest, 'Only full members'],
    ['a guest of one channel', singleChannelGuest, 'Only full members'],
    ['a bot', bot, 'Only full members'],
    ['somebody of another workspace', external, 'Only full members'],
    ['a member who isn’t listed', chloe, 'You are not among the people who answer referrals'],
  ];

  test.each(strangers)('%s gets no form, but a word in private', async (_name, user, sentence) => {
    await desk.slack.deliver(cardButton(user, 'accept'));
    await desk.slack.until(() => blocksOf(user).includes(sentence));
    expect(desk.form(user)?.definition).toMatchObject({ callback_id: 'notice' });
  });

  test.each(strangers)('%s changes nothing with one click', async (_name, user, sentence) => {
    const more = { action_id: 'deal:more', type: 'overflow', selected_option: { value: `mark-urgent:${open.id}` } };
    await desk.slack.deliver(withAction(cardButton(user, 'accept'), more));
    expect((await desk.told(user)).text).toContain(sentence);
  });

  test.each(strangers)('%s submits in vain a form that another opened', async (_name, user, sentence) => {
    await desk.open(anna, open.id, 'decline');
    const view = desk.form(anna);
    if (!view) throw new Error('no form');
    view.entered = inFields({ reason: { selectedOption: 'not-a-customer' } });
    const payload = desk.slack.people.payloads.viewSubmission(desk.slack.people.user(anna), view);
    const answer = await desk.slack.deliver(by(user, payload));
    expect(JSON.stringify(answer.content)).toContain(sentence);
  });

  test.each(strangers.slice(0, 4))('%s reads no list, no deal and no details', async (_name, user, sentence) => {
    for (const text of ['inbox', 'mine', `show ${open.code}`]) {
      expect((await desk.command(user, text))?.text).toContain(sentence);
    }
    await desk.slack.deliver(cardButton(user, 'details'));
    await desk.slack.until(() => blocksOf(user).includes(sentence));
    expect(blocksOf(user)).not.toContain('Open Ltd');
  });

  test('only a manager assigns to others', async () => {
    await desk.open(anna, open.id, 'assign');
    expect(await desk.submit(anna, { to: { selectedUser: bruno } })).toMatchObject({ kind: 'updated' });
    expect(blocksOf(anna)).toContain('Only a manager can do that.');
  });
});

describe('what no button of ours ever said', () => {
  const unsupported = 'This button no longer works';
  test.each<[string, Record<string, unknown>]>([
    ['an action that isn’t ours', { action_id: 'other:accept' }],
    ['an action that no card has', { action_id: 'deal:expire' }],
    ['__proto__ as an action', { action_id: 'deal:__proto__' }],
    ['no value', { value: undefined }],
    ['an operator instead of an id', { value: { $ne: null } }],
    ['an id with an operator in it', { value: '{"$ne":null}' }],
    ['an undo that isn’t JSON', { action_id: 'deal:undo', value: '{' }],
    ['an undo with an operator', { action_id: 'deal:undo', value: '{"r":{"$ne":1},"of":"x"}' }],
    ['a page before the first', { action_id: 'list:next', value: '{"show":"inbox","skip":-1}' }],
    ['a list that doesn’t exist', { action_id: 'list:next', value: '{"show":"everything","skip":0}' }],
    ['a menu without a choice', { action_id: 'deal:more', type: 'overflow', selected_option: null }],
    ['a menu’s unknown choice', { action_id: 'deal:more', type: 'overflow', selected_option: { value: 'own:1' } }],
  ])('%s', async (_name, action) => {
    const before = desk.slack.ephemerals(anna).length;
    const delivered = await desk.slack.deliver(withAction(cardButton(anna, 'accept'), action));
    expect(delivered.acknowledged).toBe(true);
    expect((await desk.told(anna, before + 1)).text).toContain(unsupported);
  });

  test.each(['accept', 'details', 'mark-urgent'])('%s of a referral that isn’t there', async (action) => {
    const gone = { action_id: `deal:${action}`, value: 'no-such-referral' };
    const before = desk.slack.ephemerals(anna).length;
    await desk.slack.deliver(withAction(cardButton(anna, 'accept'), gone));
    const sentence = 'This referral doesn’t exist';
    await desk.slack.until(
      () =>
        blocksOf(anna).includes(sentence) ||
        desk.slack
          .ephemerals(anna)
          .slice(before)
          .some((one) => one.text.includes(sentence)),
    );
  });

  const submitted = async (changes: (view: Record<string, unknown>) => Record<string, unknown>) => {
    await desk.open(anna, open.id, 'accept');
    const form = desk.form(anna);
    if (!form) throw new Error('no form');
    form.entered = inFields(engagement);
    const payload = desk.slack.people.payloads.viewSubmission(desk.slack.people.user(anna), form);
    return desk.slack.deliver(withView(payload, changes(payload.body.view as Record<string, unknown>)));
  };
  const metadata = (text: unknown) => () => ({ private_metadata: text });

  test.each<[string, (view: Record<string, unknown>) => Record<string, unknown>, string]>([
    ['metadata that isn’t JSON', metadata('{'), unsupported],
    ['metadata with more in it', metadata('{"r":"x","admin":true}'), unsupported],
    ['metadata with an operator', metadata('{"r":{"$ne":null}}'), unsupported],
    ['metadata that reaches for a prototype', metadata('{"__proto__":{"r":"x"}}'), unsupported],
    ['no metadata', metadata(''), unsupported],
    ['a referral that isn’t there', metadata('{"r":"no-such-referral"}'), 'doesn’t exist'],
    ['a form that isn’t ours', () => ({ callback_id: 'form:expire' }), unsupported],
    ['a form called __proto__', () => ({ callback_id: 'form:__proto__' }), unsupported],
    ['no state', () => ({ state: null }), unsupported],
    [
      'an operator instead of a text',
      () => ({ state: { values: { name: { value: { value: { $gt: '' } } } } } }),
      unsupported,
    ],
    ['a text instead of a field', () => ({ state: { values: { name: { value: 'x' } } } }), unsupported],
    [
      'nothing but a prototype',
      () => ({ state: { values: JSON.parse('{"__proto__":{"value":{"value":"x"}}}') } }),
      'This is required.',
    ],
  ])('%s', async (_name, changes, sentence) => {
    const answer = await submitted(changes);
    expect(answer.acknowledged).toBe(true);
    expect(JSON.stringify(answer.content)).toContain(sentence);
    expect(JSON.stringify(answer.content)).not.toMatch(/at .*\.(js|ts):\d+/);
    expect(({} as { value?: unknown }).value).toBeUndefined();
  });
});

test('the card shown in private says nothing of one that isn’t theirs', async () => {
  const before = desk.slack.ephemerals(guest).length;
  await desk.slack.deliver(withAction(cardButton(guest, 'accept'), { action_id: 'list:show', value: open.id }));
  const told = await desk.told(guest, before + 1);
  expect(says(told, 'Open Ltd')).toBe(false);
});
