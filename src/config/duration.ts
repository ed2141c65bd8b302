import { z } from 'zod';

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration as people write it (`500ms`, `30s`, `15m`, `24h`, `14d`), parsed to milliseconds. */
export const Duration = z
  .string()
  .regex(/^[1-9]\d{0,6}(ms|s|m|h|d)$/, 'a duration such as 30s, 15m, 24h or 14d')
  .transform((text) => {
    const [, amount, unit] = /^(\d+)(\D+)$/.exec(text) as unknown as [string, string, keyof typeof unitMs];
    return Number(amount) * unitMs[unit];
  });
