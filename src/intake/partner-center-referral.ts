import { z } from 'zod';
import type { FieldIssue } from '../application/field-problems.js';
import type { IncomingRequest } from '../application/receive-referral.js';
import type { CustomerRequest } from '../domain/customer-request.js';
import { partnerCenterSource } from '../domain/receive.js';
import { line, lines, present, prose } from './plain-text.js';
import { remainder, type Taken } from './remainder.js';
import { isDay, parseTime } from './times.js';

const text = z.string().max(1_000).nullish();
const prosaic = z.string().max(200_000).nullish();
const flag = z.boolean().nullish();
const time = z
  .string()
  .refine((value) => value.trim() === '' || parseTime(value) !== null, 'a time such as 2020-10-30T21:03:00Z')
  .nullish();
const listOf = <T extends z.ZodType>(entry: T) => z.array(entry.nullish()).max(500).nullish();

/** `{id}`, often with a name; some senders write the bare id. */
const Requirement = z.union([z.string().max(1_000), z.looseObject({ id: text, name: text })], {
  error: 'a string, or an object with an id',
});

const Member = z.looseObject({
  firstName: text,
  lastName: text,
  phoneNumber: text,
  email: text,
  contactPreference: z.looseObject({ locale: text, disableNotifications: flag }).nullish(),
});

/**
 * Partner Center's referral resource as it occurs: everything optional, nulls anywhere, unknown fields, numbers as
 * text (facts: "Fields", "Quirks"). Only what is read is checked. A wrong kind is refused and named; what is merely
 * unknown is kept.
 */
export const PartnerCenterReferral = z.looseObject({
  id: z.string().max(200).nullish(),
  name: text,
  createdDateTime: time,
  expirationDateTime: time,
  status: text,
  direction: text,
  qualification: text,
  target: listOf(z.looseObject({ type: text, id: text })),
  customerProfile: z
    .looseObject({
      name: text,
      size: text,
      address: z
        .looseObject({
          addressLine1: text,
          addressLine2: text,
          city: text,
          state: text,
          postalCode: text,
          country: text,
          region: text,
        })
        .nullish(),
      team: listOf(Member),
    })
    .nullish(),
  consent: z
    .looseObject({ consentToToShareInfoWithOthers: flag, consentToContact: flag })
    .nullish()
    .describe('The doubled "To" is Partner Center\'s own'),
  details: z
    .looseObject({
      notes: prosaic,
      dealValue: z
        .union([z.number(), z.string().regex(/^\s*(-?\d{1,15}(\.\d{1,10})?)?\s*$/, 'a number, or a number as text')], {
          error: 'a number, or a number as text',
        })
        .nullish(),
      currency: text,
      closingDateTime: time,
      requirements: z
        .looseObject({
          industries: listOf(Requirement),
          products: listOf(Requirement),
          services: listOf(Requirement),
          solutions: listOf(Requirement),
        })
        .nullish(),
    })
    .nullish(),
  inviteContext: z
    .looseObject({
      notes: prosaic,
      invitedBy: z.looseObject({ organizationId: text, organizationName: text }).nullish(),
    })
    .nullish(),
});
export type PartnerCenterReferral = z.output<typeof PartnerCenterReferral>;

/**
 * @param raw the referral as it came, for what isn't read
 * @param fallbackId external id of a referral that brings none
 * @returns `issues`: why it can't be a new referral. One that is known already may have them (`mayBeNew` is false).
 */
export function fromPartnerCenter(
  referral: PartnerCenterReferral,
  raw: unknown,
  fallbackId: string,
): { readonly incoming: IncomingRequest | null; readonly issues: readonly FieldIssue[] } {
  const id = line(referral.id);
  const contacts = contactsOf(referral);
  const [first] = contacts;
  const person = [first?.firstName, first?.lastName].filter(Boolean).join(' ');
  // A nameless customer is still a customer: whatever identifies them serves as their name.
  const name =
    line(referral.customerProfile?.name) ?? (person || undefined) ?? first?.email ?? line(referral.name) ?? id;
  if (name === undefined) {
    return {
      incoming: null,
      issues: [{ path: ['customerProfile', 'name'], expected: 'a name, or an id', got: 'nothing' }],
    };
  }
  const issues = notForTheInbox(referral);
  return {
    incoming: {
      source: { name: partnerCenterSource, externalId: id ?? fallbackId },
      request: requestOf(referral, name, contacts, remainder(raw, taken)),
      dates: {
        ...present({ createdAt: timeOf(referral.createdDateTime), expiresAt: timeOf(referral.expirationDateTime) }),
      },
      mayBeNew: issues.length === 0,
    },
    issues,
  };
}

/** What `requestOf` reads, so that everything else is kept as it came. Requirements are kept too: they carry types. */
const taken: Taken = {
  id: true,
  createdDateTime: true,
  expirationDateTime: true,
  qualification: true,
  target: [{ type: true, id: true }],
  customerProfile: {
    name: true,
    size: true,
    address: {
      addressLine1: true,
      addressLine2: true,
      city: true,
      state: true,
      postalCode: true,
      country: true,
      region: true,
    },
    team: [
      {
        firstName: true,
        lastName: true,
        phoneNumber: true,
        email: true,
        contactPreference: { locale: true, disableNotifications: true },
      },
    ],
  },
  consent: { consentToToShareInfoWithOthers: true, consentToContact: true },
  details: { notes: true, dealValue: true, currency: true },
  inviteContext: { notes: true, invitedBy: { organizationName: true } },
};

function requestOf(
  { customerProfile, consent, details, inviteContext, qualification, target }: PartnerCenterReferral,
  name: string,
  contacts: CustomerRequest['customer']['contacts'],
  rest: string | undefined,
): CustomerRequest {
  const address = customerProfile?.address ?? {};
  const requirements = details?.requirements ?? {};
  const dealValue = line(
    details?.dealValue === undefined || details.dealValue === null ? '' : String(details.dealValue),
  );
  const invitedBy = inviteContext?.invitedBy;
  return {
    customer: {
      name,
      ...present({
        size: line(customerProfile?.size),
        address: present({
          line1: line(address.addressLine1),
          line2: line(address.addressLine2),
          city: line(address.city),
          state: line(address.state),
          postalCode: line(address.postalCode),
          country: line(address.country),
          region: line(address.region),
        }),
      }),
      contacts,
    },
    need: {
      ...present({ notes: prose(details?.notes), closingDate: dayOf(details?.closingDateTime) }),
      industries: lines(requirements.industries?.map(label)),
      products: lines(requirements.products?.map(label)),
      services: lines(requirements.services?.map(label)),
      solutions: lines(requirements.solutions?.map(label)),
      ...(dealValue && { value: { amount: Number(dealValue), ...present({ currency: line(details?.currency) }) } }),
    },
    consent: {
      ...present({
        contact: consent?.consentToContact ?? undefined,
        share: consent?.consentToToShareInfoWithOthers ?? undefined,
      }),
    },
    // No field of Partner Center says so; `urgentWhen` in desk.yaml does instead.
    contactMeDirectly: false,
    targets: (target ?? []).flatMap((one) => {
      const id = line(one?.id);
      return id ? [{ type: line(one?.type) ?? 'None', id }] : [];
    }),
    ...present({
      invitation: present({
        // `msft` is Partner Center's id for Microsoft; other ids say nothing to a reader.
        organization:
          line(invitedBy?.organizationName) ?? (invitedBy?.organizationId === 'msft' ? 'Microsoft' : undefined),
        notes: prose(inviteContext?.notes),
      }),
      qualification: line(qualification),
      rest,
    }),
  };
}

function contactsOf({ customerProfile }: PartnerCenterReferral): CustomerRequest['customer']['contacts'] {
  return (customerProfile?.team ?? []).flatMap(
    (member) =>
      present({
        firstName: line(member?.firstName),
        lastName: line(member?.lastName),
        email: line(member?.email),
        phone: line(member?.phoneNumber),
        locale: line(member?.contactPreference?.locale),
        disableNotifications: member?.contactPreference?.disableNotifications ?? undefined,
      }) ?? [],
  );
}

/** Only what waits in the partner's inbox is a new request (facts: "The unanswered inbox"). */
function notForTheInbox({ status, direction }: PartnerCenterReferral): FieldIssue[] {
  const issues: FieldIssue[] = [];
  const is = (value: string | null | undefined, ...wanted: string[]) =>
    value == null || wanted.includes(value.trim().toLowerCase());
  if (!is(status, '', 'none', 'new')) {
    issues.push({ path: ['status'], expected: 'New (this referral is answered, and not known here)', got: 'string' });
  }
  if (!is(direction, '', 'none', 'incoming')) issues.push({ path: ['direction'], expected: 'Incoming', got: 'string' });
  return issues;
}

/** .NET writes the year 1 for a time that was never set. */
function timeOf(value: string | null | undefined): Date | undefined {
  const date = value ? parseTime(value) : null;
  return date && date.getUTCFullYear() > 1900 ? date : undefined;
}

/** The day as written: turned into another zone it might become the day before or after. */
function dayOf(value: string | null | undefined): string | undefined {
  return value && timeOf(value) && isDay(value.trim().slice(0, 10)) ? value.trim().slice(0, 10) : undefined;
}

type Requirement = z.output<typeof Requirement> | null | undefined;
const label = (one: Requirement) => (typeof one === 'object' ? (line(one?.name) ?? one?.id) : one);
