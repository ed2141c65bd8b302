import fc from 'fast-check';
import type { CustomerRequest } from '../../src/domain/customer-request.js';
import type { Person } from '../../src/domain/people.js';
import {
  closeReasons,
  type Decision,
  type Engagement,
  eventTypes,
  type HistoryEvent,
  noticeKinds,
  type Referral,
  type ReferralId,
  type State,
} from '../../src/domain/referral.js';

/** With the prototype that everything has that is parsed or read; fast-check's records may have none. */
function plain<T>(value: T): T {
  if (Array.isArray(value)) return value.map(plain) as T;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)])) as T;
}

/** Texts as people write them, and as they should not: dollars, dots, quotes, emoji, right-to-left. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('$set', '$where', 'a.b', '__proto__', '', '{"$ne":1}', 'שלום 👩‍👩‍👧', '<!channel>'),
);
const word = text.filter((value) => value !== '');
const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
const localDate = moment.map((date) => date.toISOString().slice(0, 10));
const amount = fc.integer({ min: 0, max: 1_000_000_000_000 }).map((cents) => cents / 100);
const money = fc.record({ amount, currency: fc.constantFrom('EUR', 'USD') });
const person: fc.Arbitrary<Person> = fc.record({
  platform: fc.constantFrom('slack' as const, 'teams' as const),
  tenant: text,
  id: text,
  name: text,
});
const nobody = fc.option(person, { nil: null });

const request = fc.record({
  customer: fc.record(
    {
      name: text,
      size: text,
      address: fc.record({ line1: text, city: text, country: text }, { requiredKeys: [] }),
      contacts: fc.array(
        fc.record({ firstName: text, email: text, disableNotifications: fc.boolean() }, { requiredKeys: [] }),
        { maxLength: 3 },
      ),
    },
    { requiredKeys: ['name', 'contacts'] },
  ),
  need: fc.record(
    {
      notes: text,
      industries: fc.array(text, { maxLength: 3 }),
      products: fc.constant([]),
      services: fc.constant([]),
      solutions: fc.array(text, { maxLength: 3 }),
      value: fc.record({ amount: fc.double({ noNaN: true }), currency: text }, { requiredKeys: ['amount'] }),
      closingDate: localDate,
    },
    { requiredKeys: ['industries', 'products', 'services', 'solutions'] },
  ),
  consent: fc.record({ contact: fc.boolean(), share: fc.boolean() }, { requiredKeys: [] }),
  contactMeDirectly: fc.boolean(),
  targets: fc.array(fc.record({ type: text, id: text }), { maxLength: 2 }),
  rest: text,
}) as fc.Arbitrary<CustomerRequest>;

const engagement = fc.record(
  {
    name: text,
    value: money,
    purchaseDate: localDate,
    notes: text,
    crmId: text,
    contacts: fc.array(
      fc.record({ id: text, name: text, email: text, phone: text }, { requiredKeys: ['id', 'name'] }),
      {
        maxLength: 2,
      },
    ),
  },
  { requiredKeys: ['name', 'value', 'purchaseDate', 'notes', 'contacts'] },
) as fc.Arbitrary<Engagement>;
const decision: fc.Arbitrary<Decision> = fc.record({ by: person, at: moment });
const common = {
  owner: nobody,
  urgent: fc.option(fc.record({ by: fc.oneof(person, fc.constant('customer' as const)), since: moment }), {
    nil: null,
  }),
};
const accepted = { ...common, owner: person, engagement, accepted: decision };
const archived = { kind: fc.constant('archived' as const) };
const closing = { closed: decision, reason: fc.constantFrom(...closeReasons), notes: text };

const state: fc.Arbitrary<State> = fc.oneof(
  fc.record({ kind: fc.constant('new' as const), ...common }),
  fc.record({ kind: fc.constant('active' as const), ...accepted }),
  fc.record({
    ...archived,
    outcome: fc.constant('won' as const),
    ...accepted,
    closed: decision,
    finalValue: money,
    closeDate: localDate,
  }),
  fc.record({ ...archived, outcome: fc.constant('lost' as const), ...accepted, ...closing }),
  fc.record({ ...archived, outcome: fc.constant('declined' as const), ...common, ...closing }),
  fc.record({ ...archived, outcome: fc.constant('expired' as const), ...common, closedAt: moment }),
);

const toldPerson = fc.record(
  { platform: fc.constantFrom('slack' as const, 'teams' as const), id: text, name: text },
  { requiredKeys: ['platform', 'id'] },
);
const event = fc.record(
  {
    type: fc.constantFrom(...eventTypes),
    at: moment,
    version: fc.nat(),
    by: nobody,
    fields: fc.array(text, { maxLength: 3 }),
    to: person,
    undid: fc.constantFrom(...eventTypes),
    reason: fc.constantFrom(...closeReasons),
    notice: fc.constantFrom(...noticeKinds),
    told: fc.record({
      channel: fc.boolean(),
      groups: fc.array(text, { maxLength: 2 }),
      mentioned: fc.array(toldPerson, { maxLength: 2 }),
      direct: fc.array(toldPerson, { maxLength: 2 }),
    }),
    until: moment,
    commandId: fc.option(text, { nil: null }),
  },
  { requiredKeys: ['type', 'at', 'version', 'by', 'fields', 'commandId'] },
) as fc.Arbitrary<HistoryEvent>;

/** Any referral that the types allow, reachable by commands or not: for what must hold of all of them. */
export const anyReferral: fc.Arbitrary<Referral> = fc
  .record({
    schemaVersion: fc.constant(1 as const),
    id: fc.uuid().map((id) => id as ReferralId),
    code: fc.uuid(),
    profileId: word,
    source: fc.record({ name: word, externalId: fc.uuid() }),
    request,
    receivedAt: moment,
    createdAt: moment,
    respondBy: moment,
    expiresAt: moment,
    urgentUntil: moment,
    version: fc.nat(),
    state,
    history: fc.array(event, { maxLength: 4 }),
    commands: fc.array(fc.record({ id: text, event }), { maxLength: 3 }),
    reminded: fc.record(
      { until: moment, urgent: fc.record({ since: moment, until: moment }), asked: moment, drawnUntil: moment },
      { requiredKeys: [] },
    ),
    undo: fc.option(
      fc.record({ commandId: text, type: fc.constantFrom(...eventTypes), by: person, until: moment, state }),
      { nil: null },
    ),
  })
  .map((referral) => plain(referral));
