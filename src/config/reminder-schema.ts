import { z } from 'zod';
import { defaultReminders, type Reminders, type Rung, type RungTime, type Tell } from '../domain/ladders.js';
import { personRefOf } from '../domain/people.js';
import { Duration } from './duration.js';

const PersonId = z
  .string()
  .regex(
    /^(?:[UW][A-Z0-9]{2,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
    "a Slack user id such as U0123ABCD, or a Teams user's object id",
  );
const UserGroup = z.string().regex(/^S[A-Z0-9]{2,}$/, 'a Slack user group id such as S0123ABCD');
const Name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/, 'up to 50 lower-case letters, digits and hyphens');
const After = z.union([z.literal('0s').transform(() => 0), Duration]);

const Tells = z
  .array(
    z.union([
      z.enum(['thread', 'owner', 'channel']),
      z.strictObject({ person: PersonId }),
      z.strictObject({ escalation: Name }),
      z.strictObject({ userGroup: UserGroup }),
    ]),
  )
  .min(1)
  .max(20)
  .describe('Whom it tells besides the line under the card: owner, channel, a person, an escalation, a user group');

const rungAfter = z.strictObject({ after: After, tell: Tells });
const RungEntry = z.union([
  rungAfter,
  z.strictObject({ beforeExpiry: Duration, tell: Tells }),
  z.strictObject({ share: z.number().gt(0).lt(1), tell: Tells }),
  z.strictObject({ morningsAfter: After, tell: Tells }),
]);
type RungEntry = z.output<typeof RungEntry>;

export const RemindersEntry = z
  .strictObject({
    normal: z
      .array(RungEntry)
      .max(50)
      .optional()
      .describe(
        'after, beforeExpiry, a share of the time to expiry, or morningsAfter: each working morning from then on',
      ),
    urgent: z
      .array(rungAfter)
      .max(50)
      .optional()
      .describe('In open and closed hours alike, until somebody contacted them'),
    escalations: z
      .record(
        Name,
        z.strictObject({
          people: z.array(PersonId).max(50).default([]),
          userGroups: z.array(UserGroup).max(20).default([]),
        }),
      )
      .default({})
      .describe('Names for those whom a rung may tell'),
    inChannel: z
      .array(PersonId)
      .max(1_000)
      .default([])
      .describe(
        'Who is mentioned under the card instead of getting a direct message, until they choose otherwise themselves',
      ),
    askAgainAfter: Duration.optional().describe('How often an active deal past its purchase date is asked about (7d)'),
    foldWithin: After.optional().describe(
      'Messages in one channel, or to one person, that come within this time are one message (60s; 0s: never)',
    ),
    digest: z.boolean().default(true).describe('Whether working mornings begin with a digest'),
  })
  .prefault({});
export type RemindersEntry = z.output<typeof RemindersEntry>;

/** The entry as the domain wants it, with the defaults of what is left out. */
export function remindersOf(entry: RemindersEntry): Reminders {
  const escalations = Object.entries(entry.escalations).map(([name, { people, userGroups }]) => [
    name,
    { people: people.map(personRefOf), userGroups },
  ]);
  return {
    normal: entry.normal?.map(rungOf) ?? defaultReminders.normal,
    urgent: entry.urgent?.map(rungOf) ?? defaultReminders.urgent,
    escalations: Object.fromEntries(escalations),
    inChannel: entry.inChannel,
    askAgainAfter: entry.askAgainAfter ?? defaultReminders.askAgainAfter,
    foldWithin: entry.foldWithin ?? defaultReminders.foldWithin,
    digest: entry.digest,
  };
}

/** Escalations that a rung names and nobody describes, each with its place in the entry. */
export function unknownEscalations(
  entry: RemindersEntry,
): { readonly path: readonly (string | number)[]; readonly name: string }[] {
  return (['normal', 'urgent'] as const).flatMap((ladder) =>
    (entry[ladder] ?? []).flatMap(({ tell }, rung) =>
      tell.flatMap((one, place) =>
        typeof one === 'object' && 'escalation' in one && !Object.hasOwn(entry.escalations, one.escalation)
          ? [{ path: [ladder, rung, 'tell', place, 'escalation'], name: one.escalation }]
          : [],
      ),
    ),
  );
}

/** User groups that an entry names, each with its place. */
export function userGroupsIn(
  entry: RemindersEntry,
): { readonly path: readonly (string | number)[]; readonly id: string }[] {
  const inRungs = (['normal', 'urgent'] as const).flatMap((ladder) =>
    (entry[ladder] ?? []).flatMap(({ tell }, rung) =>
      tell.flatMap((one, place) =>
        typeof one === 'object' && 'userGroup' in one
          ? [{ path: [ladder, rung, 'tell', place, 'userGroup'], id: one.userGroup }]
          : [],
      ),
    ),
  );
  const inEscalations = Object.entries(entry.escalations).flatMap(([name, { userGroups }]) =>
    userGroups.map((id, place) => ({ path: ['escalations', name, 'userGroups', place], id })),
  );
  return [...inRungs, ...inEscalations];
}

function rungOf(entry: RungEntry): Rung {
  return { when: whenOf(entry), tell: entry.tell.map(tellOf) };
}

function whenOf(entry: RungEntry): RungTime {
  if ('after' in entry) return { at: 'after', ms: entry.after };
  if ('beforeExpiry' in entry) return { at: 'before-expiry', ms: entry.beforeExpiry };
  return 'share' in entry ? { at: 'share', of: entry.share } : { at: 'mornings', afterMs: entry.morningsAfter };
}

function tellOf(one: RungEntry['tell'][number]): Tell {
  if (typeof one === 'string') return { to: one };
  if ('person' in one) return { to: 'person', person: personRefOf(one.person) };
  return 'escalation' in one ? { to: 'escalation', name: one.escalation } : { to: 'user-group', id: one.userGroup };
}
