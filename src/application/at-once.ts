import type { Command } from '../domain/commands.js';
import { type Snooze, snoozeUntil } from '../domain/snooze.js';
import type { Asker } from './asker.js';
import type { CardAction } from './card-view.js';
import type { ChatDesk } from './chat-desk.js';

/** Changes for which nothing has to be filled in. */
export const actionsAtOnce = [
  'mark-urgent',
  'unmark-urgent',
  'contacted',
  'take',
] as const satisfies readonly CardAction[];
export type AtOnce = (typeof actionsAtOnce)[number];

/** The command that a press means; `id` is the same for every delivery of one press. Null: no such referral. */
export async function commandAtOnce(
  desk: Pick<ChatDesk, 'referrals' | 'profiles' | 'clock'>,
  pressed: { readonly referralId: string } & ({ readonly snooze: Snooze } | { readonly type: AtOnce }),
  { standing }: Asker,
  id: string,
): Promise<Command | null> {
  if ('snooze' in pressed) {
    const referral = await desk.referrals.byId(pressed.referralId);
    const profile = referral && (await desk.profiles.byId(referral.profileId));
    return profile && { id, type: 'snooze', until: snoozeUntil(pressed.snooze, profile, desk.clock.now()) };
  }
  if (pressed.type !== 'take') return { id, type: pressed.type };
  // Whoever is no member is refused whatever they ask for.
  return { id, type: 'assign', to: standing.kind === 'member' ? standing.person : nobody };
}

const nobody = { platform: 'slack', tenant: '-', id: '-', name: '–' } as const;
