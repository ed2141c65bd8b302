import { z } from 'zod';

/** ISO 4217 code. Only the form is checked: which currencies a profile offers is configuration. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'a three-letter ISO 4217 code, e.g. EUR');

/** The largest amount that is taken; beyond it a typo is likelier than a deal. */
export const largestAmount = 1_000_000_000_000;

/** An amount in the currency's main unit, with at most two decimals. */
export const Money = z.strictObject({
  amount: z
    .number()
    .min(0)
    .max(largestAmount)
    .refine((amount) => Math.abs(amount * 100 - Math.round(amount * 100)) < 1e-4, 'at most two decimals'),
  currency: Currency,
});
export type Money = z.infer<typeof Money>;

/** A calendar date without a time zone, `YYYY-MM-DD`: purchase and close dates must not shift between zones. */
export const LocalDate = z.iso.date();
export type LocalDate = z.infer<typeof LocalDate>;
