import { z } from 'zod';

/** The longest single text kept from a customer, in characters; the intake's body limit (256 KB) stands before it. */
const text = z.string().max(200_000);
const name = z.string().max(1_000);

/** A person on the customer's side (Partner Center: `customerProfile.team[]`). */
export const CustomerContact = z.strictObject({
  firstName: name.optional(),
  lastName: name.optional(),
  email: name.optional(),
  phone: name.optional(),
  /** BCP 47 tag of `contactPreference.locale`. */
  locale: name.optional(),
  disableNotifications: z.boolean().optional(),
});
export type CustomerContact = z.infer<typeof CustomerContact>;

/** What the customer asked for, as it came. Immutable once stored. */
export const CustomerRequest = z.strictObject({
  customer: z.strictObject({
    name: name.min(1),
    /** One of Partner Center's size bands, e.g. `10to50employees`, or free text from elsewhere. */
    size: name.optional(),
    address: z
      .strictObject({
        line1: name.optional(),
        line2: name.optional(),
        city: name.optional(),
        state: name.optional(),
        postalCode: name.optional(),
        /** Two-letter ISO 3166 code where the sender gave one. */
        country: name.optional(),
        region: name.optional(),
      })
      .optional(),
    contacts: z.array(CustomerContact),
  }),
  need: z.strictObject({
    notes: text.optional(),
    industries: z.array(name),
    products: z.array(name),
    services: z.array(name),
    solutions: z.array(name),
    /** The customer's own estimate. */
    value: z.strictObject({ amount: z.number(), currency: z.string().optional() }).optional(),
    /** Calendar date `YYYY-MM-DD` of `details.closingDateTime`. */
    closingDate: z.iso.date().optional(),
  }),
  consent: z.strictObject({ contact: z.boolean().optional(), share: z.boolean().optional() }),
  /** The customer asked that interested partners contact them directly (facts: "Contact me directly"). */
  contactMeDirectly: z.boolean(),
  /** Who invited the partner, and their words (Partner Center: `inviteContext`). */
  invitation: z.strictObject({ organization: name.optional(), notes: text.optional() }).optional(),
  qualification: name.optional(),
  /** Ids of the business profile locations or solutions that the request is addressed to. */
  targets: z.array(z.strictObject({ type: name, id: name })),
  /** Everything else the sender wrote, as one JSON string: never as keys of ours. */
  rest: z.string().optional(),
});
export type CustomerRequest = z.infer<typeof CustomerRequest>;
