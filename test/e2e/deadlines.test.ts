import { SteppedClock } from '../fakes/clock.js';
import { anna, bruno, chloe, inbox } from './cast.js';
import { engagement } from './engagement.js';
import { isReply } from './in-slack.js';
import { come, overlook } from './overlooked.js';
import { type SlackDesk, startSlackDesk } from './slack-desk.js';

let desk: SlackDesk;
let clock: SteppedClock;
const stop = async () => {
  await desk.stop();
  desk.slack.assertStrict();
};

const hours = (count: number) => count * 3_600_000;
/** A week without any period knows no closed hours. */
const startWith = async (reminders: string, workingHours = '{}') => {
  const yaml = `profiles:
  - id: default
    workingHours: ${workingHours}
    channels: { slack: [${inbox}] }
    reminders: ${reminders}
`;
  clock = new SteppedClock();
  desk = await startSlackDesk({ clock, yaml });
};
const lines = () =>
  desk.slack
    .messages('rfi-inbox')
    .filter((message) => !isReply(message) && !JSON.stringify(message.blocks).includes('deal:'))
    .map((message) => JSON.stringify(message.blocks));
const shown = (id: string) => JSON.stringify(desk.card(id)?.blocks ?? []);
const direct = (user: string) => desk.slack.workspace.directMessage(desk.slack.people.user(user)).messages;

describe('an urgent ladder of one’s own', () => {
  afterEach(stop);

  test('an urgent request alerts the channel at once, with a mention where the rung says so; “Contacted” ends it', async () => {
    await startWith(
      `{ normal: [], inChannel: [${bruno}], urgent: [{ after: 0s, tell: [channel, { person: ${bruno} }] }, { after: 1h, tell: [channel] }] }`,
    );
    const { id } = await desk.rfi({ contactMeDirectly: true });
    await desk.slack.until(() => lines().length === 1, { what: 'the alert in the channel' });
    expect(lines()[0]).toContain('Contoso Ltd wants to be contacted now');
    await desk.slack.until(() => desk.thread(id).length === 1, { what: 'the line under the card' });
    const reply = desk.slack.messages('rfi-inbox').find((message) => isReply(message));
    expect(JSON.stringify(reply?.blocks)).toContain(`<@${bruno}> 🔥`);

    await desk.passes(hours(1));
    await desk.slack.until(() => lines().length === 2, { what: 'the second rung' });

    // Later than a minute, in which it would join the message that stands there.
    await desk.passes(120_000);
    const { id: other } = await desk.rfi({ contactMeDirectly: true });
    await desk.slack.until(() => lines().length === 3, { what: 'the alert of another one' });
    await desk.press(anna, other, 'contacted');
    await desk.slack.until(() => shown(other).includes('Anna Keller contacted the customer'));
    expect(shown(other)).not.toContain('🔥');
    const stored = await desk.stored(other);
    expect(stored.state).toMatchObject({ urgent: { contacted: { by: { id: anna } } } });
    await desk.passes(hours(2));
    expect(lines()).toHaveLength(3);
  });
});

describe('a message in the channel after four hours', () => {
  beforeAll(() => startWith('{ normal: [{ after: 4h, tell: [channel] }] }'));
  afterEach(() => desk.turnOver());
  afterAll(stop);

  test('“I’m on it” moves the ladder to the person', async () => {
    const { id, code } = await desk.rfi();
    await desk.press(anna, id, 'take');
    await desk.slack.until(() => shown(id).includes('Anna Keller is on it'));
    await desk.passes(hours(4));
    await desk.slack.until(() => desk.thread(id).length === 2, { what: 'the reminder under the card' });
    expect(desk.thread(id)).toEqual(['Anna Keller took it', '⏰ Waiting for an answer']);
    await desk.slack.until(() => direct(anna).length === 1, { what: 'the reminder for Anna' });
    expect(JSON.stringify(direct(anna)[0]?.blocks)).toContain(code);
    expect(lines()).toEqual([]);
  });

  test('once somebody has acted, what others got in private says so; what can’t be edited answers', async () => {
    const { id, code } = await desk.rfi();
    await desk.press(anna, id, 'take');
    await desk.slack.until(() => shown(id).includes('Anna Keller is on it'));
    await desk.passes(hours(4));
    await desk.slack.until(() => direct(anna).length === 1, { what: 'the reminder for Anna' });
    expect(JSON.stringify(direct(anna))).toContain('deal:accept');
    const list = await desk.command(chloe, `show ${code}`);
    await desk.act(bruno, id, 'accept', engagement);

    await desk.slack.until(() => JSON.stringify(direct(anna)).includes('Bruno Lefèvre accepted'));
    expect(direct(anna)).toHaveLength(1);
    expect(JSON.stringify(direct(anna))).not.toContain('deal:');
    // Slack has no way to edit an answer that only one person sees.
    await desk.press(chloe, id, 'accept', { ephemeral: list?.id ?? '' });
    await desk.slack.until(() => JSON.stringify(desk.form(chloe) ?? '').includes('Bruno Lefèvre accepted this'));
  });

  test('“Remind me later” puts off what falls into the pause', async () => {
    const { id, card } = await desk.rfi();
    await desk.passes(hours(3));
    const choice = { actionId: 'deal:snooze', selectedOption: `4h:${id}` };
    await desk.slack.people.click({ channel: inbox, ts: card.ts, user: anna, ...choice });
    await desk.cardSays(id, 'No reminders until');
    await desk.passes(hours(3));
    expect(lines()).toEqual([]);
    await desk.passes(hours(1));
    await desk.slack.until(() => lines().length === 1, { what: 'the reminder after the pause' });
    await desk.slack.until(() => !shown(id).includes('No reminders until'));
  });

  test('whoever has acted within a minute is not called, and nobody else is either', async () => {
    const { id } = await desk.rfi();
    await desk.passes(hours(4) - 30_000);
    await desk.press(anna, id, 'take');
    await desk.slack.until(() => desk.thread(id).length === 1);
    await desk.passes(30_000);
    await desk.slack.until(() => desk.thread(id).length === 2, { what: 'the reminder under the card' });
    await desk.settled();
    expect(lines()).toEqual([]);
    expect(direct(anna)).toEqual([]);
  });

  test('nobody answers: the card is overdue, the request expires, and the channel hears what happened', async () => {
    const { id, code } = await desk.rfi();
    await desk.passes(hours(4));
    await desk.slack.until(() => lines().length === 1, { what: 'the reminder' });
    await desk.passes(hours(20));
    await desk.slack.until(() => shown(id).includes('should have been answered by'), { what: 'the overdue card' });
    await desk.passes(hours(13 * 24));
    await desk.slack.until(() => shown(id).includes('Expired'), { what: 'the expired card' });
    await desk.slack.until(() => lines().length === 2, { what: 'the notice' });
    expect(lines()[1]).toContain(`${code} Contoso Ltd expired`);
    expect(lines()[1]).toContain('nobody answered');
    expect(lines()[1]).toMatch(/Reminders: <!date\^\d+\^[^>]+> \(the channel\)/);
    await desk.slack.until(() => desk.thread(id).length === 2, { what: 'the line about the expiry' });
    expect(desk.thread(id)).toEqual(['⏰ Waiting for an answer', 'Expired: nobody answered in time']);
  });

  test('from the moment of expiry on nobody can accept it, whether or not the job has run', async () => {
    const [one, two, three] = [await desk.rfi(), await desk.rfi(), await desk.rfi()];
    const reminded = clock.now().getTime() + hours(4);
    await desk.passes(hours(4));
    await desk.slack.until(() => lines().length === 1, { what: 'the reminder' });
    await desk.open(anna, one.id, 'accept');
    await desk.open(chloe, three.id, 'accept');
    await overlook(desk.desk, one.id, two.id, three.id);
    clock.step(hours(14 * 24 - 4));
    const tooLate = 'This request expired';

    // The form was open already.
    expect(await desk.submit(anna, engagement)).toMatchObject({ kind: 'updated' });
    expect(JSON.stringify(desk.form(anna)?.definition)).toContain(tooLate);
    // The button still stood there.
    await desk.press(bruno, two.id, 'accept');
    await desk.slack.until(() => JSON.stringify(desk.form(bruno) ?? '').includes('Cette demande a expiré'));
    for (const { id } of [one, two]) {
      await desk.cardSays(id, 'nobody answered in time');
      expect((await desk.stored(id)).history.at(-1)).toMatchObject({ type: 'expired', by: null });
    }

    // Nobody touched it: the job archives it.
    expect((await desk.stored(three.id)).state.kind).toBe('new');
    await come(desk.desk, three.id, clock.now());
    await desk.cardSays(three.id, 'nobody answered in time');
    expect(shown(three.id)).not.toContain('deal:accept');
    expect(await desk.submit(chloe, engagement)).toMatchObject({ kind: 'updated' });
    expect(JSON.stringify(desk.form(chloe)?.definition)).toContain('This expired');

    const { code } = three;
    await desk.slack.until(() => lines().at(-1)?.includes(`${code} Contoso Ltd expired`), { what: 'the notice' });
    const [, at] = /Reminders: <!date\^(\d+)\^[^>]+> \(the channel\)/.exec(lines().at(-1) ?? '') ?? [];
    expect(Math.abs(Number(at) * 1_000 - reminded)).toBeLessThan(hours(1));
    await desk.settled();
    for (const { id } of [one, two, three]) {
      expect(desk.thread(id)).toEqual(['⏰ Waiting for an answer', 'Expired: nobody answered in time']);
    }
  });
});

describe('where each day begins at midnight', () => {
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  const day = (count: number) => hours(24 * count);
  beforeAll(() =>
    startWith('{ normal: [], urgent: [] }', `{ ${days.map((name) => `${name}: ["00:00-24:00"]`).join()} }`),
  );
  afterEach(() => desk.turnOver());
  afterAll(stop);

  test('the day’s digest says what waits, with a way to it, once; nothing to say, no digest', async () => {
    const digests = async () => {
      await desk.desk.runJob('digest');
      await desk.settled();
      return lines().filter((line) => line.includes('Good morning'));
    };
    await desk.passes(day(1));
    expect(await digests()).toEqual([]);
    const { code } = await desk.rfi();
    await desk.passes(day(1));
    const [said] = await digests();
    expect(said).toMatch(new RegExp(`To be answered today \\(1\\): <https:[^|>]+\\|${code}> Contoso Ltd`));
    expect(await digests()).toHaveLength(1);
  });

  test('a deal past its purchase date asks whoever is on it, in private, weekly', async () => {
    const { id, code } = await desk.rfi();
    const purchaseDate = { selectedDate: new Date(clock.now().getTime() + day(1)).toISOString().slice(0, 10) };
    await desk.act(anna, id, 'accept', { ...engagement, purchaseDate });
    await desk.passes(day(3));
    await desk.slack.until(() => direct(anna).length === 1, { what: 'the question' });
    expect(JSON.stringify(direct(anna))).toContain(`${code} Contoso Ltd: the purchase date has passed. Won or lost?`);
    await desk.passes(day(5));
    expect(direct(anna)).toHaveLength(1);
    await desk.passes(day(3));
    await desk.slack.until(() => direct(anna).length === 2, { what: 'the question a week later' });
    await desk.act(anna, id, 'lose', { reason: { selectedOption: 'chose-another-vendor' } });
    await desk.slack.until(() =>
      direct(anna).every(({ blocks }) => JSON.stringify(blocks).includes('marked it as lost')),
    );
  });
});
