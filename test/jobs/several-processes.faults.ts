import { attendTogether } from './several-processes.js';

test.each([2, 4])(
  '%i processes with clocks an hour and more apart, 10_000 referrals: each notice once',
  (number) => attendTogether(number, 10_000),
  3_600_000,
);
