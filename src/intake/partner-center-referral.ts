import type { FieldIssue } from '../application/field-problems.js';
import type { IncomingRequest } from '../application/receive-referral.js';
import type { CustomerRequest } from '../domain/customer-request.js';
import { partnerCenterSource } from '../domain/referral.js';
import type { PartnerCenterReferral, Requirement } from './partner-center-schema.js';
import { line, lines, present, prose } from './plain-text.js';
import { remainder, type Taken } from './remainder.js';
import { isDay, parseTime } from './times.js';

/**
 * Turns a referral resource, whose form has been checked, into our own terms.
 *
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

const label = (one: Requirement | null | undefined) => (typeof one === 'object' ? (line(one?.name) ?? one?.id) : one);
