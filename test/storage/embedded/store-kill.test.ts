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

test('kill -9 at random points loses nothing that was acknowledged', async () => {
  expect((await surviveKills(dataDir, 7, 3)).acknowledged).toBeGreaterThan(30);
}, 60_000);

test('kill -9 while a backup is restored leaves the one or the other, whole', async () => {
  const { before, after } = await surviveRestoreKills(dataDir, 3, 1);
  expect(before + after).toBe(1);
}, 60_000);
