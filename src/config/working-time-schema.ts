import { z } from 'zod';
import { defaultWorkingHours, type OpenPeriod, weekdays } from '../domain/working-time.js';

const clock = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;
const expected = 'a period such as 09:00-17:30';

const Period = z
  .string()
  .regex(/^\d\d:\d\d-\d\d:\d\d$/, expected)
  .refine((text) => text.split('-').every((part) => clock.test(part)), expected)
  .refine((text) => text.slice(0, 5) < text.slice(6), 'a period that ends after it begins')
  .transform((text): OpenPeriod => ({ from: text.slice(0, 5), to: text.slice(6) }));

const Day = z.array(Period).max(10).refine(inOrder, 'periods in order, one after the other').default([]);

function inOrder(periods: readonly OpenPeriod[]): boolean {
  return periods.every(({ from }, index) => index === 0 || (periods[index - 1]?.to ?? '') < from);
}

const [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = weekdays;

/** Days that are left out are closed; where all are left out, nobody ever closes (`WorkingTime`). */
export const WorkingHours = z
  .strictObject({
    [monday]: Day,
    [tuesday]: Day,
    [wednesday]: Day,
    [thursday]: Day,
    [friday]: Day,
    [saturday]: Day,
    [sunday]: Day,
  })
  .default(mutable(defaultWorkingHours));

export const Holidays = z.array(z.iso.date('a date such as 2026-12-25')).max(1_000).default([]);

/** zod's types are mutable; nobody changes these. */
function mutable(hours: typeof defaultWorkingHours): Record<(typeof weekdays)[number], OpenPeriod[]> {
  return hours as Record<(typeof weekdays)[number], OpenPeriod[]>;
}
