import { en } from '../../src/locales/en.js';
import { SteppedClock } from '../fakes/clock.js';
import { pilot, wrongFields } from './cases.js';
import { takenIn } from './post-rfi.js';
import { listed } from './teams-cast.js';
import { inboxChannel, startTeamsDesk, type TeamsDesk } from './teams-desk.js';
import { fieldsOf, submissionOf, submitAs, withIds } from './teams-forms.js';
import { expectUntouched } from './untouched.js';

const clock = new SteppedClock();
let desk: TeamsDesk;
/** One new referral and one that Anna has accepted; no test here changes them. */
let open: { id: string; code: string };
let taken: { id: string; code: string };

beforeAll(async () => {
  desk = await startTeamsDesk({
    clock,
    profile: `    people: ${listed('anna', 'bruno')}
    managers: ${listed('dana')}
`,
  });
  open = await desk.rfi({ customer: { name: 'Open Ltd' } });
  taken = await desk.rfi({ customer: { name: 'Taken Ltd' } });
  await desk.act('anna', taken.id, 'Accept', pilot);
  await desk.cardSays(taken.id, 'Anna Keller is on it');
});
afterAll(async () => {
  try {
    await expectUntouched(desk, { open: open.id, taken: taken.id });
  } finally {
    await desk.stop();
  }
  desk.teams.assertStrict();
});
beforeEach(() => {
  for (const user of ['anna', 'bruno', 'chloe', 'dana', 'gina', 'eva']) desk.teams.people.closeDialog({ user });
});

const content = (delivered: { content?: unknown }) => JSON.stringify(delivered.content ?? null);

describe('what is wrong in a form stands at its field, and what was typed stays', () => {
  test.each(wrongFields)('$name', async ({ action, of, typed, errors }) => {
    // A manager may open every form. People who can't be chosen are sent all the same.
    await desk.open('dana', of === 'open' ? open.id : taken.id, en[`action.${action}`]);
    const data = submissionOf(desk.teams, 'dana', withIds(typed));
    const answer = await submitAs(desk.teams, 'dana', 'dana', data);
    const { task } = answer.content as { task: { value: { card: { content: unknown } } } };
    const fields = fieldsOf(task.value.card.content);
    const found = [...fields].flatMap(([name, { error }]) => (error === undefined ? [] : [[name, error]]));
    const expected = Object.entries(errors).map(([field, text]) => [field, expect.stringContaining(text)]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    for (const [name, text] of Object.entries(withIds(typed))) expect(fields.get(name)?.value).toBe(text);
  });

  test('what a client sends beside the fields is no field', async () => {
    await desk.open('dana', open.id, 'Decline');
    const data = submissionOf(desk.teams, 'dana', { reason: 'others', admin: 'true' });
    expect(content(await submitAs(desk.teams, 'dana', 'dana', data))).not.toContain('admin');
  });

  test('the corrected form goes through, as the same form', async () => {
    const { id } = await desk.rfi();
    await desk.open('anna', id, 'Accept');
    const first = submissionOf(desk.teams, 'anna').desk;
    await desk.submit('anna', { ...pilot, purchaseDate: '2001-01-01' });
    expect(submissionOf(desk.teams, 'anna').desk).toEqual(first);
    await desk.submit('anna', { purchaseDate: '2099-03-31' });
    expect(desk.dialog('anna')).toContain('You accepted');
    const { state } = await desk.stored(id);
    expect(state).toMatchObject({ kind: 'active', engagement: { name: 'Pilot at Contoso', notes: 'Talk to Sue.' } });
  });
});

describe('too late', () => {
  test('a form for what somebody accepted isn’t opened: the dialog says who was first', async () => {
    await desk.open('bruno', open.id, 'Accept');
    const data = { ...submissionOf(desk.teams, 'bruno'), desk: { do: 'form', form: 'accept', r: taken.id } };
    expect(content(await submitAs(desk.teams, 'bruno', 'bruno', data))).toContain('Anna Keller l’a acceptée');
  });

  test('what has expired on arrival makes no card', async () => {
    const created = new Date(Date.now() - 15 * 86_400_000).toISOString();
    const { id } = await takenIn(desk.url, { createdAt: created });
    await desk.settled();
    expect((await desk.stored(id)).state).toMatchObject({ kind: 'archived', outcome: 'expired' });
    expect(desk.cards(id)).toEqual([]);
  });

  test('a press after the end is refused, and the card tells everybody', async () => {
    const { id } = await desk.rfi({ expiresAt: new Date(clock.now().getTime() + 60_000).toISOString() });
    await desk.open('anna', id, 'Accept');
    clock.step(61_000);
    await desk.submit('anna', pilot);
    expect(desk.dialog('anna')).toContain('This request expired');
    await desk.cardSays(id, 'nobody answered in time');
    await desk.teams.until(() => desk.thread(id).includes('Expired: nobody answered in time'));
    expect((await desk.stored(id)).history.filter(({ type }) => type === 'expired')).toMatchObject([{ by: null }]);
  });

  test('what is closed can’t be changed, and says who closed it', async () => {
    const { id } = await desk.rfi();
    await desk.open('anna', id, 'Decline');
    const late = submissionOf(desk.teams, 'anna', { reason: 'not-a-customer' });
    await desk.act('bruno', id, 'Decline', { reason: 'not-a-customer' });
    expect(content(await submitAs(desk.teams, 'anna', 'anna', late))).toContain('Bruno Lefèvre declined this');
  });
});

describe('who may not', () => {
  const strangers = [
    ['a guest', 'gina', 'Only full members'],
    ['another guest', 'sam', 'Only full members'],
    ['a bot', 'herald', 'Only full members'],
    ['somebody of another tenant', 'eva', 'Only full members'],
    ['a member who isn’t listed', 'chloe', 'You are not among the people who answer referrals'],
  ] as const;

  test.each(strangers)('%s gets no form, but a word in private', async (_name, user, sentence) => {
    await desk.open(user, open.id, 'Accept');
    expect(desk.dialog(user)).toContain(sentence);
    expect(desk.dialog(user)).not.toContain('Input.');
  });

  test.each(strangers)('%s changes nothing with one press', async (_name, user, sentence) => {
    for (const button of ['Mark as urgent', 'I’m on it', 'In 4 hours']) {
      const pressed = await desk.press(user, open.id, button);
      expect(pressed).toMatchObject({ kind: 'message', text: expect.stringContaining(sentence) });
    }
  });

  test.each(strangers)('%s submits in vain a form that another opened', async (_name, user, sentence) => {
    await desk.open('anna', open.id, 'Decline');
    const data = submissionOf(desk.teams, 'anna', { reason: 'not-a-customer' });
    expect(content(await submitAs(desk.teams, user, 'anna', data))).toContain(sentence);
  });

  test.each(strangers.slice(0, 4))('%s reads no list, no deal and no details', async (_name, user, sentence) => {
    await desk.open(user, open.id, 'Show all');
    expect(desk.dialog(user)).toContain(sentence);
    expect(desk.dialog(user)).not.toContain('Open Ltd');
    for (const text of ['inbox', 'mine', `show ${open.code}`]) {
      const { message } = await desk.teams.talk.mention({ user, conversation: 'General', text });
      const answer = await desk.teams.until(() =>
        desk.teams.messages('General').find(({ threadId }) => threadId === message.id),
      );
      expect(JSON.stringify(answer)).toContain(sentence);
      expect(JSON.stringify(answer)).not.toContain('Open Ltd');
    }
  });

  test('only a manager assigns to others, and only the owner or a manager hands over', async () => {
    await desk.open('anna', open.id, 'Assign to someone');
    await desk.submit('anna', withIds({ to: '@bruno' }));
    expect(desk.dialog('anna')).toContain('Only a manager can do that.');
    await desk.open('bruno', taken.id, 'Hand over');
    expect(desk.dialog('bruno')).toContain('Réservé à Anna Keller');
  });

  test('who was a member and is a guest now: nobody’s standing is remembered for long', async () => {
    const user = desk.teams.people.user('bruno');
    await desk.open('bruno', open.id, 'Accept');
    expect(desk.dialog('bruno')).toContain('Input.');
    user.kind = 'guest';
    clock.step(6 * 60_000);
    await desk.open('bruno', open.id, 'Accept');
    user.kind = 'member';
    clock.step(6 * 60_000);
    expect(desk.dialog('bruno')).toContain('Seuls les membres à part entière');
  });
});

describe('what no button of ours ever said', () => {
  const unsupported = 'This button no longer works. Find the referral with';
  const gone = 'This referral doesn’t exist';
  const nonce = 'abcdefgh-1234';
  const forged: readonly (readonly [string, unknown, string])[] = [
    ['nothing', undefined, unsupported],
    ['null', null, unsupported],
    ['a text', 'accept', unsupported],
    ['a number', 7, unsupported],
    ['a list', [], unsupported],
    ['an empty object', {}, unsupported],
    ['no meaning', { desk: {} }, unsupported],
    ['a meaning as a text', { desk: '{"do":"form","form":"accept"}' }, unsupported],
    ['an act that isn’t ours', { desk: { do: 'expire', r: '…' } }, unsupported],
    ['an act called __proto__', { desk: { do: '__proto__', r: 'x' } }, unsupported],
    ['an act called constructor', { desk: { do: 'constructor', r: 'x' } }, unsupported],
    ['a form that isn’t ours', { desk: { do: 'form', form: 'expire', r: 'x' } }, unsupported],
    ['a form called __proto__', { desk: { do: 'submit', form: '__proto__', r: 'x', n: nonce } }, unsupported],
    ['no referral', { desk: { do: 'form', form: 'accept' } }, unsupported],
    ['an operator instead of a referral', { desk: { do: 'form', form: 'accept', r: { $ne: null } } }, unsupported],
    ['an operator in a referral’s id', { desk: { do: 'details', r: '{"$ne":null}' } }, unsupported],
    ['more than there was', { desk: { do: 'details', r: 'x', admin: true } }, unsupported],
    ['an operator as what to undo', { desk: { do: 'undo', r: 'x', of: { $ne: 1 } } }, unsupported],
    ['a page before the first', { desk: { do: 'list', page: { show: 'inbox', skip: -1 } } }, unsupported],
    ['a list that doesn’t exist', { desk: { do: 'list', page: { show: 'everything', skip: 0 } } }, unsupported],
    ['a pause that isn’t offered', { desk: { do: 'snooze', snooze: '100y', r: 'x' } }, unsupported],
    ['a form without its nonce', { desk: { do: 'submit', form: 'accept', r: 'x' } }, unsupported],
    ['an operator as a nonce', { desk: { do: 'submit', form: 'accept', r: 'x', n: { $gt: '' } } }, unsupported],
    ['a button of Slack’s card', { action_id: 'deal:accept', block_id: 'b', value: 'x' }, unsupported],
    ['a menu of Slack’s card', { action_id: 'deal:more', selected_option: { value: 'mark-urgent:x' } }, unsupported],
    ['a prototype', JSON.parse('{"__proto__":{"desk":{"do":"details","r":"x"}}}'), unsupported],
    ['a referral that isn’t there', { desk: { do: 'form', form: 'accept', r: 'no-such-referral' } }, gone],
    ['details of one that isn’t there', { desk: { do: 'details', r: 'no-such-referral' } }, gone],
    ['one that isn’t there, to be shown', { desk: { do: 'show', r: 'no-such-referral' } }, gone],
    ['an urgency of one that isn’t there', { desk: { do: 'at-once', type: 'mark-urgent', r: 'no-such' } }, gone],
    ['a pause of one that isn’t there', { desk: { do: 'snooze', snooze: '1h', r: 'no-such' } }, gone],
    ['an undo of one that isn’t there', { desk: { do: 'undo', r: 'no-such', of: 'x' } }, gone],
    ['a form for one that isn’t there', { desk: { do: 'submit', form: 'accept', r: 'no-such', n: nonce } }, gone],
    ['a form whose referral is a prototype', { desk: { do: 'form', form: 'accept', r: '__proto__' } }, gone],
  ];
  const place = () => ({ conversation: desk.teams.conversation(inboxChannel), threadId: desk.card(open.id)?.id ?? '' });
  const invoke = (name: string, value: object | undefined) =>
    desk.teams.deliver(
      desk.teams.people.activities.invoke(
        desk.teams.people.user('anna'),
        place(),
        name,
        value as Record<string, unknown>,
        desk.card(open.id)?.id,
      ),
    );

  test.each(forged)('%s', async (_name, data, sentence) => {
    const execute = { action: { type: 'Action.Execute', verb: 'desk', data }, trigger: 'manual' };
    for (const [name, value] of [
      ['adaptiveCard/action', execute],
      ['task/fetch', { data, context: { theme: 'default' } }],
      ['task/submit', { data, context: { theme: 'default' } }],
    ] as const) {
      const answer = await invoke(name, value);
      expect(answer).toMatchObject({ status: 200 });
      expect(content(answer)).toContain(sentence);
      expect(content(answer)).not.toMatch(/at .*\.(js|ts):\d+/);
    }
    expect(({} as { desk?: unknown }).desk).toBeUndefined();
  });

  test.each<[string, object | undefined]>([
    ['no value at all', undefined],
    ['a value without an action', {}],
    ['an action that is a text', { action: 'x', data: 'y' }],
  ])('%s', async (_name, value) => {
    for (const name of ['adaptiveCard/action', 'task/fetch', 'task/submit']) {
      expect(content(await invoke(name, value))).toContain(unsupported);
    }
  });

  test('another verb says nothing: what counts is what stands behind the button', async () => {
    const data = { desk: { do: 'at-once', type: 'mark-urgent', r: 'no-such' } };
    const answer = await invoke('adaptiveCard/action', {
      action: { type: 'Action.Execute', verb: 'other', data },
      trigger: 'manual',
    });
    expect(content(answer)).toContain(gone);
  });

  test.each([
    'composeExtension/query',
    'composeExtension/submitAction',
    'fileConsent/invoke',
    'signin/verifyState',
    'config/fetch',
    'application/search',
    'unheard/of',
  ])('the invoke %s, which is none of ours, is answered without a fault', async (name) => {
    const answer = await invoke(name, { data: {} });
    expect(answer.status).toBe(501);
    expect(content(answer)).not.toMatch(/node_modules|at .*:\d+/);
  });

  test.each(['typing', 'event', 'messageReaction', 'messageUpdate', 'endOfConversation', 'unheard'])(
    'an activity of the type %s does nothing',
    async (type) => {
      const activity = desk.teams.people.activities.invoke(desk.teams.people.user('anna'), place(), 'x', {});
      const answer = await desk.teams.deliver({ ...activity, type, name: undefined });
      expect(answer.status).toBe(200);
    },
  );

  test.each([
    ['an operator as a text', { name: { $gt: '' } }, 'name'],
    ['a list as a number', { value: ['1'] }, 'value'],
    ['null as a date', { purchaseDate: null }, 'purchaseDate'],
  ])('%s is as if nothing was entered', async (_name, changes, field) => {
    await desk.open('anna', open.id, 'Accept');
    const data = { ...submissionOf(desk.teams, 'anna', pilot), ...changes };
    const answer = await submitAs(desk.teams, 'anna', 'anna', data);
    const { task } = answer.content as { task: { value: { card: { content: unknown } } } };
    expect(fieldsOf(task.value.card.content).get(field)?.error).toBe('This is required.');
  });

  test('a prototype among what was entered is nothing', async () => {
    await desk.open('anna', open.id, 'Accept');
    const data = {
      ...submissionOf(desk.teams, 'anna'),
      ...JSON.parse('{"__proto__":{"value":"x"},"constructor":"x"}'),
    };
    expect(content(await submitAs(desk.teams, 'anna', 'anna', data))).toContain('This is required.');
    expect(({} as { value?: unknown }).value).toBeUndefined();
  });
});
