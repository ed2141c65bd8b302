import { attendTogether } from './several-processes.js';

test('two processes with clocks an hour apart, 40 referrals: each notice once', () => attendTogether(2, 40));
