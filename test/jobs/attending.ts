import type { Profile } from '../../src/domain/profile.js';
import { profile as base, hours } from '../support/referrals.js';

// What a process and its parent agree on.

/** What a process tells. */
export type FromProcess = 'ready' | 'attended' | { readonly said: string };

export const place = { platform: 'slack', kind: 'channel', id: 'C1' } as const;

/** One rung is over, and the next one yet to come: whoever believes a clock that is wrong gives another notice. */
export function remindingProfile(): Profile {
  const tell = [{ to: 'thread' }] as const;
  const normal = [1, 2.5].map((after) => ({ when: { at: 'after', ms: hours(after) }, tell }) as const);
  // A week without any period knows no closed hours.
  const days = Object.keys(base.workingHours).map((day) => [day, []]);
  return {
    ...base,
    slackChannels: [place.id],
    workingHours: Object.fromEntries(days) as Profile['workingHours'],
    reminders: { ...base.reminders, normal },
  };
}
