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

/** True when both are the same platform identity, whatever name they currently show. */
export function samePerson(a: Person | null | undefined, b: Person | null | undefined): boolean {
  return !!a && !!b && a.platform === b.platform && a.tenant === b.tenant && a.id === b.id;
}
