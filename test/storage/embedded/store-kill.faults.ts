import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { surviveKills } from './kills.js';
import { surviveRestoreKills } from './restore-kills.js';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'store-kill-'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

// Two hundred in all, in parts that can be run one by one.
test.each([4711, 4712, 4713, 4714])(
  'kill -9 at 50 random points loses nothing that was acknowledged (seed %i)',
  async (seed) => {
    expect((await surviveKills(dataDir, seed, 50)).acknowledged).toBeGreaterThan(1_000);
  },
  1_200_000,
);

test('kill -9 at 100 random moments while a backup is restored leaves the one or the other, whole', async () => {
  const { before, after } = await surviveRestoreKills(dataDir, 4711, 100);
  expect(before).toBeGreaterThan(10);
  expect(after).toBeGreaterThan(10);
}, 1_200_000);
