import { defaultReminders } from '../../src/domain/ladders.js';
import type { Actor, Person } from '../../src/domain/people.js';
import type { Profile } from '../../src/domain/profile.js';
import type { Engagement, Referral, ReferralId } from '../../src/domain/referral.js';
import { defaultWorkingHours } from '../../src/domain/working-time.js';

/** The moment at which the tests' referrals come in. */
export const start = new Date('2026-03-02T09:00:00.000Z');
export const hours = (count: number) => count * 3_600_000;
export const later = (ms: number) => new Date(start.getTime() + ms);

export const person = (id: string, name = id): Person => ({ platform: 'slack', tenant: 'T0DESK', id, name });
export const anna = person('U0ANNA', 'Anna Berg');
export const bruno = person('U0BRUNO', 'Bruno Caron');
export const dana = person('U0DANA', 'Dana Hill');
export const actor = (who: Person, manages = false): Actor => ({ person: who, manages });

export const engagement: Engagement = {
  name: 'Supply chain on Dynamics 365',
  value: { amount: 50_000, currency: 'USD' },
  purchaseDate: '2026-06-30',
  notes: 'Wants a pilot first.',
  contacts: [],
};

export const profile: Profile = {
  id: 'default',
  name: 'Default',
  locations: [],
  countries: [],
  regions: [],
  timeZone: 'Europe/Berlin',
  language: 'en',
  currency: 'USD',
  people: [],
  managers: [],
  slackChannels: ['C0INBOX'],
  teamsChannels: [],
  respondWithin: hours(24),
  urgentFor: hours(72),
  expiresAfter: hours(14 * 24),
  undoWindow: 30_000,
  urgentWhen: [],
  workingHours: defaultWorkingHours,
  holidays: [],
  reminders: defaultReminders,
  tellCustomer: 'own',
  mailTo: [],
};

/** A new referral, as it stands right after its intake. */
export function aReferral(overrides: Partial<Referral> = {}): Referral {
  return {
    schemaVersion: 1,
    id: 'r-1' as ReferralId,
    code: 'R-4K7Q2M',
    profileId: 'default',
    source: { name: 'partner-center', externalId: '61c65491' },
    request: {
      customer: {
        name: 'Contoso Customer Inc',
        size: '10to50employees',
        address: { city: 'Redmond', state: 'WA', country: 'US' },
        contacts: [{ firstName: 'Sue', lastName: 'Smith', email: 'sue.smith@contoso.example', phone: '1234567890' }],
      },
      need: {
        notes: 'We would like to manage our supply chain with Dynamics 365.',
        industries: ['Manufacturing'],
        products: ['Dynamics365Enterprise'],
        services: ['DeploymentOrMigration'],
        solutions: ['Dynamics 365 for Field Service'],
        value: { amount: 50_000, currency: 'USD' },
      },
      consent: { contact: true },
      contactMeDirectly: false,
      targets: [],
    },
    receivedAt: start,
    createdAt: start,
    respondBy: later(hours(24)),
    expiresAt: later(hours(14 * 24)),
    urgentUntil: later(hours(72)),
    version: 1,
    state: { kind: 'new', owner: null, urgent: null },
    history: [{ type: 'received', at: start, version: 1, by: null, fields: [], commandId: null }],
    commands: [],
    undo: null,
    ...overrides,
  };
}
