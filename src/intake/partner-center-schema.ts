import { z } from 'zod';
import { parseTime } from './times.js';

const text = z.string().max(1_000).nullish();
const prosaic = z.string().max(200_000).nullish();
const flag = z.boolean().nullish();
const time = z
  .string()
  .refine((value) => value.trim() === '' || parseTime(value) !== null, 'a time such as 2020-10-30T21:03:00Z')
  .nullish();
const listOf = <T extends z.ZodType>(entry: T) => z.array(entry.nullish()).max(500).nullish();

/** `{id}`, often with a name; some senders write the bare id. */
export const Requirement = z.union([z.string().max(1_000), z.looseObject({ id: text, name: text })], {
  error: 'a string, or an object with an id',
});
export type Requirement = z.output<typeof Requirement>;

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
