import { z } from 'zod';
import { isVisible } from '../application/plain-text.js';
import type { IncomingRequest } from '../application/receive-referral.js';
import type { CustomerRequest } from '../domain/customer-request.js';
import { Currency, largestAmount } from '../domain/money.js';
import { partnerCenterSource } from '../domain/referral.js';
import { line, lines, present, prose } from './plain-text.js';
import { isDay, parseTime } from './times.js';

/** Names that say more than where a request came from, and so can't be claimed. */
const reservedSources = [partnerCenterSource, 'manual'];
const defaultSource = 'intake';

// Forms and CRMs write null or '' for what was left empty; both count as absent.
const text = z.string().max(1_000).nullish();
const words = z.array(z.string().max(1_000)).max(200).nullish();
const flag = z.boolean().nullish();
const time = z
  .string()
  .refine(
    (value) => value.trim() === '' || (/([Zz]|[+-]\d\d:?\d\d)$/.test(value.trim()) && parseTime(value) !== null),
    'a time with its zone such as 2026-03-09T14:30:00Z',
  )
  .nullish();

const Contact = z.strictObject({
  firstName: text,
  lastName: text,
  email: text,
  phone: text,
  locale: text.describe('BCP 47 tag of the language to write in, e.g. fr-FR'),
});

const Address = z.strictObject({
  line1: text,
  line2: text,
  city: text,
  state: text,
  postalCode: text,
  country: text.describe('Two-letter ISO 3166 code'),
  region: text,
});

/** Our own form of an RFI, for web forms and CRMs. `schemas/rfi.schema.json` is made from this. */
export const OwnRfi = z
  .strictObject({
    source: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'up to 63 lower-case letters, digits, dots, hyphens and underscores')
      .refine((name) => !reservedSources.includes(name), 'a name other than partner-center and manual')
      .nullish()
      .describe(`The sender's name for itself. Default: ${defaultSource}`),
    externalId: z
      .string()
      .max(200)
      .nullish()
      .describe(
        "The sender's id of the request: the same (source, externalId) again is the same request. " +
          'Left out, the webhook-id of a signed message serves, else the hash of the whole body',
      ),
    customer: z.strictObject({
      name: z
        .string()
        .trim()
        .min(1)
        .max(1_000)
        // An empty one has its problem already.
        .refine((name) => name === '' || isVisible(name), 'a name that can be seen'),
      size: text.describe('E.g. 10to50employees, or your own words'),
      address: Address.nullish(),
      contacts: z.array(Contact).max(50).nullish(),
    }),
    country: text.describe('Short for customer.address.country, where no address is given'),
    location: text.describe('Business profile location that the request is meant for'),
    notes: z.string().max(200_000).nullish().describe('What the customer is looking for, in their words'),
    industries: words,
    products: words,
    services: words,
    solutions: words,
    value: z
      .strictObject({ amount: z.number().min(0).max(largestAmount), currency: Currency.nullish() })
      .nullish()
      .describe("The customer's own estimate"),
    closingDate: z
      .string()
      .refine((value) => value === '' || (/^\d{4}-\d\d-\d\d$/.test(value) && isDay(value)), 'a date such as 2026-03-09')
      .nullish(),
    contactMeDirectly: flag.describe('The customer asked to be contacted at once: the referral is urgent'),
    consentToContact: flag,
    consentToShare: flag,
    createdAt: time.describe('When the customer asked. Default: now. The clocks start here'),
    expiresAt: time.describe("When it is too late to answer. Default: the profile's expiresAfter"),
  })
  .refine(({ createdAt, expiresAt }) => !createdAt || !expiresAt || before(createdAt, expiresAt), {
    path: ['expiresAt'],
    message: 'a time after createdAt',
  });
export type OwnRfi = z.output<typeof OwnRfi>;

/** @param fallbackId external id of a request that brings none */
export function fromOwnRfi(rfi: OwnRfi, fallbackId: string): IncomingRequest {
  const { customer, value, createdAt, expiresAt } = rfi;
  const address = customer.address ?? {};
  const fullAddress = present({
    line1: line(address.line1),
    line2: line(address.line2),
    city: line(address.city),
    state: line(address.state),
    postalCode: line(address.postalCode),
    country: line(address.country) ?? line(rfi.country),
    region: line(address.region),
  });
  const location = line(rfi.location);
  const request: CustomerRequest = {
    customer: {
      name: line(customer.name) ?? '',
      ...present({ size: line(customer.size), address: fullAddress }),
      contacts: (customer.contacts ?? []).flatMap(
        ({ firstName, lastName, email, phone, locale }) =>
          present({
            firstName: line(firstName),
            lastName: line(lastName),
            email: line(email),
            phone: line(phone),
            locale: line(locale),
          }) ?? [],
      ),
    },
    need: {
      ...present({ notes: prose(rfi.notes), closingDate: line(rfi.closingDate) }),
      industries: lines(rfi.industries),
      products: lines(rfi.products),
      services: lines(rfi.services),
      solutions: lines(rfi.solutions),
      ...(value && { value: { amount: value.amount, ...present({ currency: value.currency ?? undefined }) } }),
    },
    consent: { ...present({ contact: rfi.consentToContact ?? undefined, share: rfi.consentToShare ?? undefined }) },
    contactMeDirectly: rfi.contactMeDirectly ?? false,
    targets: location ? [{ type: 'BusinessProfileLocation', id: location }] : [],
  };
  return {
    source: { name: rfi.source ?? defaultSource, externalId: line(rfi.externalId) ?? fallbackId },
    request,
    dates: {
      ...present({
        createdAt: (createdAt && parseTime(createdAt)) || undefined,
        expiresAt: (expiresAt && parseTime(expiresAt)) || undefined,
      }),
    },
    mayBeNew: true,
  };
}

function before(earlier: string, later: string): boolean {
  const [from, to] = [parseTime(earlier), parseTime(later)];
  // What is no time at all is complained about where it stands.
  return !from || !to || from < to;
}
