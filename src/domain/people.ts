import { z } from 'zod';

/** A platform identity: a Slack user in a workspace, or a Teams user in a tenant. Names are shown, ids decide. */
export const Person = z.strictObject({
  platform: z.enum(['slack', 'teams']),
  /** Slack team id, or Teams tenant id. */
  tenant: z.string().min(1),
  id: z.string().min(1),
  name: z.string().min(1),
});
export type Person = z.infer<typeof Person>;

/** Who gives a command. `null` stands for the desk itself (expiry). */
export interface Actor {
  readonly person: Person;
  /** May do what only a manager may: reopen, assign to others, hand over somebody else's deal. */
  readonly manages: boolean;
}

/** Somebody on a platform, known by an id that stands in the configuration. */
export type PersonRef = Pick<Person, 'platform' | 'id'>;
type Identity = PersonRef & { readonly tenant?: string };

/** Pairs of identities, one of each platform, that are one human being (links.ts). */
export type Links = readonly (readonly [Person, Person])[];

/**
 * True when both are the same platform identity, whatever name they currently show, or two that are linked. Who stands
 * in the configuration is of our own workspace or tenant.
 */
export function samePerson(a: Identity | null | undefined, b: Identity | null | undefined, links: Links = []): boolean {
  if (!a || !b) return false;
  if (sameIdentity(a, b)) return true;
  return links.some(
    ([one, other]) =>
      (sameIdentity(a, one) && sameIdentity(b, other)) || (sameIdentity(a, other) && sameIdentity(b, one)),
  );
}

function sameIdentity(a: Identity, b: Identity): boolean {
  const sameTenant = a.tenant === undefined || b.tenant === undefined || a.tenant === b.tenant;
  return a.platform === b.platform && a.id === b.id && sameTenant;
}

/** Whose an id of the configuration is: Slack's begin with U or W, those of Microsoft Entra are UUIDs. */
export function personRefOf(id: string): PersonRef {
  return { platform: /^[UW]/.test(id) ? 'slack' : 'teams', id };
}
