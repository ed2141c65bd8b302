import { daysToMonday, nextOpening, startOfDayAfter, type WorkingTime } from './working-time.js';

/** How long a person may put a deal's reminders off. */
export const snoozes = ['1h', '4h', 'tomorrow', 'monday'] as const;
export type Snooze = (typeof snoozes)[number];

const hourMs = 3_600_000;

/** Until when a pause lasts that begins now; mornings are the profile's own, the first working one from that day on. */
export function snoozeUntil(snooze: Snooze, time: WorkingTime, now: Date): Date {
  switch (snooze) {
    case '1h':
      return new Date(now.getTime() + hourMs);
    case '4h':
      return new Date(now.getTime() + 4 * hourMs);
    case 'tomorrow':
      return nextOpening(time, startOfDayAfter(time, now, 1));
    case 'monday':
      return nextOpening(time, startOfDayAfter(time, now, daysToMonday(time, now)));
  }
}
