import { digestOf, morningOf } from '../../src/domain/digest.js';
import type { Referral, State } from '../../src/domain/referral.js';
import { anna, aReferral, engagement, hours, profile } from '../support/referrals.js';

const at = (text: string) => new Date(text);
/** A Monday; the working morning before it is Friday's. */
const morning = at('2026-03-09T08:00:00Z');
const unanswered: State = { kind: 'new', owner: null, urgent: null };
const accepted = { by: anna, at: at('2026-03-03T10:00:00Z') };

function named(code: string, received: string, state: State = unanswered): Referral {
  const receivedAt = at(received);
  return aReferral({
    code,
    receivedAt,
    createdAt: receivedAt,
    respondBy: new Date(receivedAt.getTime() + hours(24)),
    state,
  });
}
const deal = (code: string, purchaseDate: string) =>
  named(code, '2026-03-02T10:00:00Z', {
    kind: 'active',
    owner: anna,
    urgent: null,
    accepted,
    engagement: { ...engagement, purchaseDate },
  });
const declined = (code: string, closedAt: string): Referral =>
  named(code, '2026-03-02T10:00:00Z', {
    kind: 'archived',
    outcome: 'declined',
    owner: null,
    urgent: null,
    closed: { by: anna, at: at(closedAt) },
    reason: 'others',
    notes: 'n',
  });
const urgency = { by: 'customer', since: at('2026-03-08T10:00:00Z') } as const;

describe('a digest', () => {
  test('names each referral once, where it presses most', () => {
    const digest = digestOf(profile, morning, {
      open: [
        named('urgent', '2026-03-05T10:00:00Z', { ...unanswered, urgent: urgency }),
        named('contacted', '2026-03-08T20:00:00Z', { ...unanswered, urgent: { ...urgency, contacted: accepted } }),
        named('overdue', '2026-03-07T10:00:00Z'),
        named('due today', '2026-03-08T20:00:00Z'),
        { ...named('new', '2026-03-08T20:00:00Z'), respondBy: at('2026-03-12T08:00:00Z') },
        { ...named('known', '2026-03-05T20:00:00Z'), respondBy: at('2026-03-12T08:00:00Z') },
        named('this morning', '2026-03-09T08:00:01Z'),
        deal('stale', '2026-03-08'),
        deal('today', '2026-03-09'),
      ],
      archived: [declined('weekend', '2026-03-07T10:00:00Z'), declined('long ago', '2026-03-06T07:59:00Z')],
    });
    expect(digest.map(({ section, referrals }) => [section, ...referrals.map(({ code }) => code)])).toEqual([
      ['urgent', 'urgent'],
      ['overdue', 'overdue'],
      ['due-today', 'contacted', 'due today'],
      ['new', 'new'],
      ['stale', 'stale'],
      ['outcomes', 'weekend'],
    ]);
  });

  test('has nothing to say about nothing', () => {
    expect(digestOf(profile, morning, { open: [deal('later', '2026-09-01')], archived: [] })).toEqual([]);
  });

  test.each([
    ['before the opening', '2026-03-09T07:59:00Z', null],
    ['from the opening on', '2026-03-09T08:00:00Z', morning],
    ['in the evening still', '2026-03-09T22:00:00Z', morning],
    ['not on a Sunday', '2026-03-08T12:00:00Z', null],
  ])('%s', (_name, now, expected) => {
    expect(morningOf(profile, at(now))).toEqual(expected);
  });
});
