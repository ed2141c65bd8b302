import type { Rung, Tell } from './ladders.js';
import type { Profile } from './profile.js';
import type { Active, NoticeKind, Referral, Urgency } from './referral.js';
import {
  isOpen,
  lastClosing,
  mornings,
  nextOpening,
  startOfDate,
  startOfDayAfter,
  type WorkingTime,
  whenOpen,
} from './working-time.js';

/** One step of a ladder at its time, closed hours and snoozing considered. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly at: Date;
  readonly tell: readonly Tell[];
}

/** A moment at which a card looks different although nobody did anything, or at which the referral expires. */
export interface Turn {
  readonly kind: 'redraw' | 'expire';
  readonly at: Date;
}

/** How late a notice may be and still go out in closed hours, in milliseconds: the desk may be busy. */
const tolerance = 15 * 60_000;

/**
 * The notices of a referral that are due and were not given yet, in order of their time. Those that came due while
 * nobody could give them wait for the next opening, where it is closed now and none of them is urgent or on time.
 */
export function dueNotices(referral: Referral, profile: Profile, now: Date): Notice[] {
  const due = families(referral, profile).flatMap((family) => [...upTo(family, now)]);
  const goes = due.some((notice) => !isHeldBack(notice, profile, now));
  return goes ? due.sort((a, b) => a.at.getTime() - b.at.getTime()) : [];
}

/** The turns that have come and were not taken yet, in order. */
export function dueTurns(referral: Referral, now: Date): Turn[] {
  return turns(referral).filter(({ at }) => at <= now);
}

/** When the referral must be looked at next, `now` at the earliest; null when nothing will ever be due. */
export function nextDeadline(referral: Referral, profile: Profile, now: Date): Date | null {
  const times = turns(referral).map(({ at }) => at.getTime());
  for (const family of families(referral, profile)) {
    for (const notice of family) {
      times.push((isHeldBack(notice, profile, now) ? nextOpening(profile, now) : notice.at).getTime());
      break;
    }
  }
  return times.length === 0 ? null : new Date(Math.max(now.getTime(), Math.min(...times)));
}

/** All of a profile that deadlines follow from, as one text: when it changes, they are worked out anew. */
export function deadlineRules({ timeZone, workingHours, holidays, reminders }: Profile): string {
  const { normal, urgent, askAgainAfter } = reminders;
  return JSON.stringify({ timeZone, workingHours, holidays, normal, urgent, askAgainAfter });
}

export function isUrgentKind(kind: NoticeKind): boolean {
  return kind === 'urgent' || kind === 'urgent-waiting';
}

function isHeldBack({ kind, at }: Notice, time: WorkingTime, now: Date): boolean {
  return !isUrgentKind(kind) && now.getTime() - at.getTime() > tolerance && !isOpen(time, now);
}

function* upTo(notices: Iterable<Notice>, end: Date): Generator<Notice> {
  for (const notice of notices) {
    if (notice.at > end) return;
    yield notice;
  }
}

/** What happens to a card by itself: it is overdue, the flame cools, somebody's pause is over, it expires. */
function turns({ state, reminded, respondBy, urgentUntil, expiresAt }: Referral): Turn[] {
  if (state.kind === 'archived') return [];
  const redraws = [
    ...(state.kind === 'new' ? [respondBy] : []),
    ...(state.urgent?.by === 'customer' && !state.urgent.contacted ? [urgentUntil] : []),
    ...(state.snoozed ? [state.snoozed.until] : []),
  ].filter((at) => !reminded?.drawnUntil || at > reminded.drawnUntil);
  const all: Turn[] = redraws.map((at) => ({ kind: 'redraw', at }));
  if (state.kind === 'new') all.push({ kind: 'expire', at: expiresAt });
  return all.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Each gives what was not given yet, earliest first. */
function families(referral: Referral, profile: Profile): Iterable<Notice>[] {
  const { state } = referral;
  const { normal, urgent } = profile.reminders;
  if (state.kind === 'active') return [dealNotices(referral, state, profile)];
  if (state.kind === 'archived') return [];
  const ladder = normal.map((rung) => normalNotices(rung, referral, profile));
  const urgency = state.urgent;
  if (!urgency || urgency.contacted) return ladder;
  return [...ladder, ...urgent.map((rung) => urgentNotices(rung, urgency, referral))];
}

/** Later than this a notice of the normal ladder is yet to come. Who reopens knows what the desk would say. */
function givenUntil({ reminded, history, createdAt }: Referral): Date {
  const reopened = history.findLast(({ type }) => type === 'reopened')?.at.getTime() ?? 0;
  return new Date(Math.max(reminded?.until?.getTime() ?? 0, reopened, createdAt.getTime() - 1));
}

function* normalNotices({ when, tell }: Rung, referral: Referral, profile: Profile): Generator<Notice> {
  const { createdAt, expiresAt, respondBy } = referral;
  const given = givenUntil(referral);
  if (when.at === 'mornings') {
    const from = new Date(Math.max(createdAt.getTime() + when.afterMs, given.getTime()));
    for (const morning of mornings(profile, from, expiresAt)) {
      yield { kind: 'still-waiting', tell, at: afterSnooze(referral, morning, profile) };
    }
    return;
  }
  const rungAt = momentOf(when, referral);
  // One that lies before the request itself says nothing: 48 h before the expiry of what lives for a day.
  if (rungAt < createdAt || rungAt >= expiresAt) return;
  const kind = when.at !== 'after' ? 'expiring' : rungAt < respondBy ? 'waiting' : goalPassed(referral);
  const isLate = kind === 'goal-passed' || kind === 'still-waiting';
  const at = isLate ? whenOpen(profile, rungAt) : whenWarned(profile, rungAt, createdAt);
  if (at > given) yield { kind, tell, at: afterSnooze(referral, at, profile) };
}

/** That the goal has passed is news once. */
function goalPassed({ history }: Referral): NoticeKind {
  return history.some(({ notice }) => notice === 'goal-passed') ? 'still-waiting' : 'goal-passed';
}

function momentOf(when: Exclude<Rung['when'], { at: 'mornings' }>, { createdAt, expiresAt }: Referral): Date {
  switch (when.at) {
    case 'after':
      return new Date(createdAt.getTime() + when.ms);
    case 'before-expiry':
      return new Date(expiresAt.getTime() - when.ms);
    case 'share':
      return new Date(createdAt.getTime() + Math.round((expiresAt.getTime() - createdAt.getTime()) * when.of));
  }
}

/** A warning before a goal: in closed hours at the end of the last open period since the arrival, else at the opening. */
function whenWarned(time: WorkingTime, at: Date, since: Date): Date {
  return isOpen(time, at) ? at : (lastClosing(time, at, since) ?? nextOpening(time, at));
}

/** Urgent ones know no closed hours. What became urgent anew climbs the ladder anew, whatever the clocks did. */
function* urgentNotices({ when, tell }: Rung, { since }: Urgency, referral: Referral): Generator<Notice> {
  if (when.at !== 'after') return;
  const at = new Date(since.getTime() + when.ms);
  const given = referral.reminded?.urgent;
  const isGiven = given?.since.getTime() === since.getTime() && at <= given.until;
  if (isGiven || at >= referral.expiresAt) return;
  yield { kind: when.ms === 0 ? 'urgent' : 'urgent-waiting', tell, at: afterSnooze(referral, at, null) };
}

/** A deal past its purchase date: on the next working morning, and again after a while. */
function* dealNotices(referral: Referral, state: Active, profile: Profile): Generator<Notice> {
  const { asked } = referral.reminded ?? {};
  const { askAgainAfter } = profile.reminders;
  const over = startOfDayAfter(profile, startOfDate(profile, state.engagement.purchaseDate), 1);
  const again = asked && new Date(asked.getTime() + askAgainAfter);
  // Counted in days, so that neither a late morning nor daylight saving moves the next question to another day.
  const next = again && askAgainAfter >= dayMs ? startOfDayAfter(profile, again, 0) : again;
  const from = new Date(Math.max(over.getTime(), state.accepted.at.getTime(), next?.getTime() ?? 0));
  const at = askAgainAfter >= dayMs ? nextOpening(profile, from) : whenOpen(profile, from);
  yield { kind: 'deal-due', tell: [{ to: 'thread' }, { to: 'owner' }], at: afterSnooze(referral, at, profile) };
}

const dayMs = 86_400_000;

/** @param time whose closed hours count; null: none do */
function afterSnooze({ state }: Referral, at: Date, time: WorkingTime | null): Date {
  if (state.kind === 'archived' || !state.snoozed) return at;
  const { since, until } = state.snoozed;
  if (at <= since || at >= until) return at;
  return time ? whenOpen(time, until) : until;
}
