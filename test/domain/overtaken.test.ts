import { lineMessage } from '../../src/application/desk-messages.js';
import { isOvertaken } from '../../src/domain/overtaken.js';
import type { HistoryEvent, NoticeKind, Told } from '../../src/domain/referral.js';
import { anna, aReferral, bruno, hours, later, profile } from '../support/referrals.js';

const told = (changes: Partial<Told> = {}): Told => ({
  channel: true,
  groups: [],
  mentioned: [],
  direct: [],
  ...changes,
});
const reminder = (version: number, ms: number, notice: NoticeKind, to = told()): HistoryEvent => ({
  ...{ type: 'reminded', at: later(ms), version, by: null, fields: [], commandId: null },
  ...{ notice, told: to },
});
const overtaken = (first: HistoryEvent, ...others: HistoryEvent[]) =>
  isOvertaken(aReferral({ history: [first, ...others] }), first, ({ channel }) => channel);
const first = reminder(2, hours(4), 'waiting');

test('by one that presses at least as much, comes later, and reaches the same people', () => {
  expect(overtaken(first)).toBe(false);
  expect(overtaken(first, reminder(3, hours(12), 'waiting'))).toBe(true);
  expect(overtaken(first, reminder(3, hours(24), 'goal-passed'))).toBe(true);
  expect(overtaken(first, reminder(3, hours(12), 'waiting', told({ channel: false })))).toBe(false);
});

test('not by what presses less, nor by what comes within a minute and stands beside it', () => {
  expect(overtaken(reminder(2, hours(24), 'goal-passed'), reminder(3, hours(47), 'still-waiting'))).toBe(false);
  expect(overtaken(first, reminder(3, hours(4) + 59_999, 'waiting'))).toBe(false);
  expect(overtaken(reminder(3, hours(12), 'waiting'), first)).toBe(false);
});

test('under the card it stays where it mentions somebody whom the later one does not', () => {
  const says = (mentioned: Told['mentioned'], then: Told['mentioned']) => {
    const earlier = reminder(2, hours(4), 'waiting', told({ mentioned }));
    const referral = aReferral({ history: [earlier, reminder(3, hours(12), 'waiting', told({ mentioned: then }))] });
    return lineMessage(referral, earlier, profile) !== null;
  };
  expect(says([], [])).toBe(false);
  expect(says([anna], [bruno, anna])).toBe(false);
  expect(says([anna], [bruno])).toBe(true);
});
