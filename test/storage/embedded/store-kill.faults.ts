import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { surviveKills } from './kills.js';
import { surviveRestoreKills } from './restore-kills.js';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'store-kill-'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

test('kill -9 at 200 random points loses nothing that was acknowledged', async () => {
  expect((await surviveKills(dataDir, 4711, 200)).acknowledged).toBeGreaterThan(5_000);
}, 1_200_000);

test('kill -9 at 100 random moments while a backup is restored leaves the one or the other, whole', async () => {
  const { before, after } = await surviveRestoreKills(dataDir, 4711, 100);
  expect(before).toBeGreaterThan(10);
  expect(after).toBeGreaterThan(10);
}, 1_200_000);
