import type { Pace } from '../../src/application/pace.js';

/** As in production, but for minutes read seconds. */
export const hurry: Pace = { leaseMs: 1_500, leaseMarginMs: 500, doubtMs: 300, lookEveryMs: 200 };
