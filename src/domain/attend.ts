import { audienceOf } from './audience.js';
import type { Effect } from './commands.js';
import { dueNotices, dueTurns, isUrgentKind, type Notice, nextDeadline } from './deadlines.js';
import type { ChosenWays } from './ladders.js';
import type { Links } from './people.js';
import type { Profile } from './profile.js';
import { type HistoryEvent, noticeKinds, type Referral, type Reminded } from './referral.js';

/** What the passing of time asks for. */
export type Attention =
  /** Nothing now. `look`: when to look again, null for never. */
  | { readonly kind: 'nothing'; readonly look: Date | null }
  /** Its time is over: the command `expire` is due. */
  | { readonly kind: 'expire' }
  | {
      readonly kind: 'changed';
      readonly next: Referral;
      /** Null where only the card looks different. */
      readonly event: HistoryEvent | null;
      readonly effects: readonly Effect[];
      readonly look: Date | null;
    };

/**
 * What a referral's deadlines ask for at `now`. Whatever came due since the last time is one notice: the most pressing
 * one's words, to everybody whom one of them would have told. So what was missed while the desk was down is said once,
 * as far as it is still true, and the rest is dropped.
 *
 * @param chosen how those whom it tells want to be told
 */
export function attend(
  referral: Referral,
  profile: Profile,
  now: Date,
  links: Links = [],
  chosen: ChosenWays = new Map(),
): Attention {
  const turns = dueTurns(referral, now);
  if (turns.some(({ kind }) => kind === 'expire')) return { kind: 'expire' };
  const notices = dueNotices(referral, profile, now);
  if (turns.length === 0 && notices.length === 0) {
    return { kind: 'nothing', look: nextDeadline(referral, profile, now) };
  }
  const version = referral.version + 1;
  const event = notices.length > 0 ? reminder(notices, referral, profile, now, links, chosen) : null;
  const next: Referral = {
    ...referral,
    version,
    history: event ? [...referral.history, event] : referral.history,
    reminded: remembered(referral, turns.at(-1)?.at, notices, now),
  };
  const effects: Effect[] = [{ kind: 'sync-cards' }, ...(event ? [{ kind: 'remind' as const, version }] : [])];
  return { kind: 'changed', next, event, effects, look: nextDeadline(next, profile, now) };
}

function reminder(
  notices: readonly Notice[],
  referral: Referral,
  profile: Profile,
  now: Date,
  links: Links,
  chosen: ChosenWays,
): HistoryEvent {
  const kinds = notices.map(({ kind }) => noticeKinds.indexOf(kind));
  const tell = notices.flatMap((notice) => notice.tell);
  return {
    type: 'reminded',
    at: now,
    version: referral.version + 1,
    by: null,
    fields: [],
    notice: noticeKinds[Math.max(...kinds)] ?? 'waiting',
    told: audienceOf(tell, referral, profile, now, links, chosen),
    commandId: null,
  };
}

function remembered(referral: Referral, drawn: Date | undefined, notices: readonly Notice[], now: Date): Reminded {
  const { reminded = {}, state } = referral;
  const since = state.kind === 'archived' ? undefined : state.urgent?.since;
  const gave = (test: (notice: Notice) => boolean) => notices.some(test);
  return {
    ...reminded,
    ...(drawn ? { drawnUntil: drawn } : {}),
    ...(gave(({ kind }) => kind === 'deal-due') ? { asked: now } : {}),
    ...(gave(({ kind }) => !isUrgentKind(kind) && kind !== 'deal-due') ? { until: now } : {}),
    ...(since && gave(({ kind }) => isUrgentKind(kind)) ? { urgent: { since, until: now } } : {}),
  };
}
