import { z } from 'zod';
import { tellCustomerChoices } from '../domain/customer-notice.js';
import { Currency } from '../domain/money.js';
import { languages } from '../domain/profile.js';
import { isTimeZone } from '../formats.js';
import { Duration } from './duration.js';
import { RemindersEntry } from './reminder-schema.js';
import { Holidays, WorkingHours } from './working-time-schema.js';

/** Where a person answers a referral in Partner Center: the Referrals workspace, the only address that is documented. */
export const defaultReferralLink = 'https://partner.microsoft.com/dashboard/referrals/v2/leads';

const word = z.string().trim().min(1).max(200);
const words = z.array(word).max(1_000).default([]);

const UrgencyRule = z
  .strictObject({
    qualification: z.array(word).min(1).optional().describe('One of these, e.g. SalesQualified'),
    notesContain: z.array(word).min(1).optional().describe("The customer's notes contain one of these, ignoring case"),
    valueAtLeast: z.number().min(0).optional().describe("The customer's own estimate, in whatever currency it came"),
  })
  .refine((rule) => Object.keys(rule).length > 0, 'at least one of qualification, notesContain, valueAtLeast');

/** As it stands in a channel's link, decoded. Channels of chats and meetings end in other words, so only these. */
export const TeamsChannel = z
  .string()
  .overwrite(channelOfLink)
  .regex(/^19:[\w-]+@thread\.(tacv2|skype)$/, 'a Teams channel id such as 19:0123abcd@thread.tacv2');

/** What "Get link to channel" copies, or a part of it, is taken as well. */
function channelOfLink(text: string): string {
  const [, id] = /(19(?:%3A|:)[\w-]+(?:%40|@)thread\.\w+)/i.exec(text) ?? [];
  return id === undefined ? text : id.replace(/%3A/i, ':').replace(/%40/, '@');
}

const MailContact = z.strictObject({
  address: z.email('an e-mail address').max(254),
  language: z.enum(languages).optional().describe("The profile's language where it is left out"),
});

export const ProfileEntry = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,49}$/, 'up to 50 lower-case letters, digits and hyphens')
    .describe('Never change it: referrals remember it'),
  name: word.optional().describe('Shown to people; the id where it is left out'),
  default: z.boolean().optional().describe('Takes what no other profile claims; the first profile where none says so'),
  locations: words.describe('Partner Center target ids (business profile locations, solutions) that come here'),
  countries: z
    .array(z.string().regex(/^[A-Za-z]{2}$/, 'a two-letter country code'))
    .default([])
    .describe('Two-letter country codes of customers that come here'),
  regions: words.describe('Region names of customers that come here'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'an IANA time zone such as Europe/Paris')
    .default('UTC')
    .describe("IANA zone of the working hours, and of dates where the reader's own zone isn't known"),
  workingHours: WorkingHours.describe('Open periods of each day; without any, Monday to Friday 09:00-17:00'),
  holidays: Holidays.describe('Dates on which nobody works'),
  language: z.enum(languages).default('en').describe('Of the cards in its channels'),
  currency: Currency.default('USD').describe('ISO 4217; offered first in forms'),
  people: words.describe(
    'Slack user ids, object ids of Microsoft Entra or e-mail addresses that may act; empty: every full member may',
  ),
  managers: words.describe("Those with a manager's rights; empty: everyone who may act has them"),
  channels: z
    .strictObject({
      slack: z.array(z.string().regex(/^[CG][A-Z0-9]{2,}$/, 'a Slack channel id such as C0123ABCD')).default([]),
      teams: z.array(TeamsChannel).default([]),
    })
    .prefault({})
    .describe('Channels that show its cards'),
  respondWithin: Duration.prefault('24h').describe('Goal for an answer'),
  urgentFor: Duration.prefault('72h').describe('How long an urgent customer should be contacted at once'),
  expiresAfter: Duration.prefault('14d').describe('When an unanswered referral expires, unless it brings a date'),
  undoWindow: Duration.prefault('30s').describe('How long a person may take a decision back'),
  urgentWhen: z
    .array(UrgencyRule)
    .default([])
    .describe('Which Partner Center referrals are urgent: any of these rules; in a rule, every part must hold'),
  reminders: RemindersEntry.describe('Who is reminded when of what waits; sensible defaults for what is left out'),
  tellCustomer: z
    .enum(tellCustomerChoices)
    .default('own')
    .describe(
      'Whose customers are told by e-mail, after a decline or expiry, to choose a different partner: never any, ' +
        "own (all but Partner Center's, which tells them itself), or always all; only those who agreed to be contacted",
    ),
  mailTo: z.array(MailContact).max(100).default([]).describe('Who gets each new request by e-mail as well'),
});
export type ProfileEntry = z.output<typeof ProfileEntry>;

/** The file `desk.yaml`. `schemas/desk.schema.json` is made from this. */
export const DeskFile = z.strictObject({
  profiles: z.array(ProfileEntry).min(1).optional().describe('Business profiles, in the order in which they are asked'),
  partnerCenter: z
    .strictObject({
      referralLink: z
        .string()
        .refine(isReferralLink, 'an address like https://partner.microsoft.com/…, with {id} where the referral id goes')
        .default(defaultReferralLink)
        .describe('Page where a person answers a referral; {id} stands for its Partner Center id'),
    })
    .prefault({}),
});
export type DeskFile = z.output<typeof DeskFile>;

/** Https on any host: a partner may put its own redirecting page before Partner Center. */
function isReferralLink(link: string): boolean {
  return URL.canParse(link) && new URL(link).protocol === 'https:';
}
