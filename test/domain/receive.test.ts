import { type Receipt, receive } from '../../src/domain/receive.js';
import type { ReferralId } from '../../src/domain/referral.js';
import { aProfile } from '../fakes/profiles.js';
import { aRequest } from '../fakes/requests.js';

const now = new Date('2026-03-10T12:00:00Z');
const receipt = (changes: Partial<Receipt> = {}): Receipt => ({
  request: aRequest(),
  source: { name: 'partner-center', externalId: 'x1' },
  dates: {},
  profile: aProfile(),
  id: 'id1' as ReferralId,
  code: 'R-4K7Q2M',
  now,
  ...changes,
});

test('a new referral has version 1, one line of history, and owes its cards', () => {
  const { referral, effects } = receive(receipt());
  expect(referral).toMatchObject({ version: 1, profileId: 'default', receivedAt: now, createdAt: now, undo: null });
  expect(referral.state).toEqual({ kind: 'new', owner: null, urgent: null });
  expect(referral.history).toEqual([{ type: 'received', at: now, version: 1, by: null, fields: [], commandId: null }]);
  expect(effects).toEqual([{ kind: 'sync-cards' }]);
});

describe('clocks', () => {
  const createdAt = new Date('2026-03-09T12:00:00Z');
  test.each([
    ['start when the sender made it', { createdAt }, '2026-03-10T12:00:00Z', '2026-03-23T12:00:00Z'],
    ['start now without a date', {}, '2026-03-11T12:00:00Z', '2026-03-24T12:00:00Z'],
    [
      "start now when the sender's clock is ahead",
      { createdAt: new Date('2026-03-10T12:03:00Z') },
      '2026-03-11T12:00:00Z',
      '2026-03-24T12:00:00Z',
    ],
    [
      'end when the sender says',
      { createdAt, expiresAt: new Date('2026-03-12T00:00:00Z') },
      '2026-03-10T12:00:00Z',
      '2026-03-12T00:00:00Z',
    ],
    [
      'ignore an end before the beginning',
      { createdAt, expiresAt: new Date('2026-03-01T00:00:00Z') },
      '2026-03-10T12:00:00Z',
      '2026-03-23T12:00:00Z',
    ],
  ])('%s', (_name, dates, respondBy, expiresAt) => {
    const { referral } = receive(receipt({ dates }));
    expect(referral.respondBy).toEqual(new Date(respondBy));
    expect(referral.expiresAt).toEqual(new Date(expiresAt));
    expect(referral.urgentUntil.getTime() - referral.createdAt.getTime()).toBe(72 * 3_600_000);
  });
});

test('one that is already expired is archived and owes nothing', () => {
  const expiresAt = new Date('2026-03-09T00:00:00Z');
  const { referral, effects } = receive(receipt({ dates: { createdAt: new Date('2026-03-01T00:00:00Z'), expiresAt } }));
  expect(referral.state).toMatchObject({ kind: 'archived', outcome: 'expired', closedAt: expiresAt });
  expect(referral.version).toBe(2);
  expect(referral.history.map(({ type, version }) => [type, version])).toEqual([
    ['received', 1],
    ['expired', 2],
  ]);
  expect(effects).toEqual([]);
});

describe('urgent', () => {
  const rules = [
    { qualification: ['SalesQualified'], valueAtLeast: 1_000 },
    { notesContain: ['as soon as possible', 'URGENT'] },
  ];
  const need = { industries: [], products: [], services: [], solutions: [] };
  const cases: [string, Receipt['request'], string, boolean][] = [
    ["the customer's own wish, whatever the source", aRequest({ contactMeDirectly: true }), 'shop', true],
    ['no wish, no rule', aRequest(), 'partner-center', false],
    [
      'every part of a rule',
      aRequest({ qualification: 'salesqualified', need: { ...need, value: { amount: 1_000 } } }),
      'partner-center',
      true,
    ],
    ['half a rule', aRequest({ qualification: 'SalesQualified' }), 'partner-center', false],
    ['words in the notes', aRequest({ need: { ...need, notes: 'This is urgent!' } }), 'partner-center', true],
    ['rules are for Partner Center only', aRequest({ need: { ...need, notes: 'urgent' } }), 'shop', false],
  ];
  test.each(cases)('%s', (_name, request, name, urgent) => {
    const profile = aProfile({ urgentWhen: rules });
    const { referral } = receive(receipt({ request, profile, source: { name, externalId: 'x' } }));
    expect(referral.state.urgent).toEqual(urgent ? { by: 'customer', since: now } : null);
  });

  test('an empty rule makes nothing urgent', () => {
    expect(receive(receipt({ profile: aProfile({ urgentWhen: [{}] }) })).referral.state.urgent).toBeNull();
  });
});
