import { type HistoryEvent, noticeKinds, type Referral, type Told } from './referral.js';

/** Reminders that come within this time of one another stand side by side, in milliseconds. */
const together = 60_000;

/**
 * Whether a reminder that could not go out at its time need not any more: a later one, which presses at least as much,
 * tells the same people. So a platform that was away for hours hears what is still true once.
 *
 * @param reaches whether those whom the later one tells are all whom this one would have told here
 */
export function isOvertaken({ history }: Referral, event: HistoryEvent, reaches: (told: Told) => boolean): boolean {
  if (event.type !== 'reminded') return false;
  return history.some(
    (later) =>
      later.type === 'reminded' &&
      later.version > event.version &&
      later.at.getTime() - event.at.getTime() >= together &&
      pressing(later) >= pressing(event) &&
      later.told !== undefined &&
      reaches(later.told),
  );
}

const pressing = ({ notice }: HistoryEvent) => noticeKinds.indexOf(notice ?? 'waiting');
