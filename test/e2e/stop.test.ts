import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { scratchFolder } from '../support/scratch-folder.js';

const program = fileURLToPath(new URL('./stopping-process.js', import.meta.url));

test('a desk that has worked and is stopped leaves nothing behind, and its process ends by itself', async () => {
  const dataDir = await scratchFolder('desk-stop-');
  const env = { PATH: process.env.PATH, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'error' };
  // One that goes on is killed, and the promise is rejected.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [program], { env, timeout: 55_000 });
  expect(stderr).toBe('');
  // Nothing went wrong either: its log would stand before that.
  const { before, busy, left } = JSON.parse(stdout) as Record<string, string[]>;
  expect(busy).toEqual(expect.arrayContaining(['MessagePort', 'TCPServerWrap', 'Timeout']));
  expect(left).toEqual(before);
  await rm(dataDir, { recursive: true, force: true });
});
