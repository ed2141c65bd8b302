import { afterEach, expect, test } from '@jest/globals';
import { anna, bruno, inbox } from './cast.js';
import { isReply } from './in-slack.js';
import { type SlackDesk, startSlackDesk } from './slack-desk.js';

let desk: SlackDesk;
afterEach(async () => {
  await desk.stop();
  desk.slack.assertStrict();
});

/** A week without any period knows no closed hours. */
const always = 'workingHours: {}';
const withReminders = (reminders: string, more = '') => `profiles:
  - id: default
    ${always}
    channels: { slack: [${inbox}] }
    ${more}
    reminders: ${reminders}
`;
const lines = () =>
  desk.slack
    .messages('rfi-inbox')
    .filter((message) => !isReply(message) && !JSON.stringify(message.blocks).includes('deal:'))
    .map((message) => JSON.stringify(message.blocks));
const shown = (id: string) => JSON.stringify(desk.card(id)?.blocks ?? []);

test('an urgent request alerts the channel at once, with a mention where the rung says so; “Contacted” ends it', async () => {
  desk = await startSlackDesk({
    yaml: withReminders(
      `{ normal: [], inChannel: [${bruno}], urgent: [{ after: 0s, tell: [channel, { person: ${bruno} }] }, { after: 1h, tell: [channel] }] }`,
    ),
  });
  const { id } = await desk.rfi({ contactMeDirectly: true });
  await desk.slack.until(() => lines().length === 1, { what: 'the alert in the channel' });
  expect(lines()[0]).toContain('Contoso Ltd wants to be contacted now');
  await desk.slack.until(() => desk.thread(id).length === 1, { what: 'the line under the card' });
  const reply = desk.slack.messages('rfi-inbox').find((message) => isReply(message));
  expect(JSON.stringify(reply?.blocks)).toContain(`<@${bruno}> 🔥`);

  await desk.press(anna, id, 'contacted');
  await desk.slack.until(() => shown(id).includes('Anna Keller contacted the customer'));
  expect(shown(id)).not.toContain('🔥');
  const stored = await desk.desk.storage.referrals.byId(id);
  expect(stored?.state).toMatchObject({ urgent: { contacted: { by: { id: anna } } } });
});

test('“I’m on it” moves the ladder to the person', async () => {
  desk = await startSlackDesk({ yaml: withReminders('{ normal: [{ after: 3s, tell: [channel] }] }') });
  const { id } = await desk.rfi();
  await desk.press(anna, id, 'take');
  await desk.slack.until(() => shown(id).includes('Anna Keller is on it'));
  await desk.slack.until(() => desk.thread(id).length === 2, {
    what: 'the reminder under the card',
    timeoutMs: 15_000,
  });
  expect(desk.thread(id)).toEqual(['Anna Keller took it', '⏰ Waiting for an answer']);
  await desk.settled();
  // Whoever has acted within a minute is not called, and nobody else is either.
  expect(lines()).toEqual([]);
});

test('nobody answers: the card is overdue, the request expires, and the channel hears what happened', async () => {
  desk = await startSlackDesk({
    yaml: withReminders('{ normal: [{ after: 500ms, tell: [channel] }] }', 'respondWithin: 1s\n    expiresAfter: 3s'),
  });
  const { id, code } = await desk.rfi();
  await desk.slack.until(() => shown(id).includes('Expired'), { what: 'the expired card', timeoutMs: 15_000 });
  await desk.slack.until(() => lines().some((line) => line.includes('nobody answered')), { what: 'the notice' });
  expect(lines().join()).toContain(`${code} Contoso Ltd expired`);
  expect(lines().join()).toMatch(/Reminders: <!date\^\d+\^[^>]+> \(the channel\)/);
  await desk.slack.until(() => desk.thread(id).length === 2, { what: 'the line about the expiry', timeoutMs: 15_000 });
  expect(desk.thread(id)).toEqual(['⏰ Waiting for an answer', 'Expired: nobody answered in time']);
});
