import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const main = join(process.cwd(), 'dist', 'main.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'main-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The desk as a process, in a folder of its own, which ends by itself. */
function run(env: NodeJS.ProcessEnv, ...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { PATH: process.env.PATH, DATA_DIR: join(folder, 'data'), PORT: '0', ...env } };
    execFile(process.execPath, [main, ...args], options, (error, out, err) =>
      resolve({ code: error ? error.code : 0, out, err }),
    );
  });
}

describe('a configuration that can’t be meant ends the start with 78, and says what was expected', () => {
  const emulator = { TEAMS_LOCAL_EMULATOR: '1', TEAMS_CHANNEL: '19:abc@thread.tacv2' };
  test.each<[string, NodeJS.ProcessEnv, string[]]>([
    [
      'Teams unauthenticated in production',
      { ...emulator, NODE_ENV: 'production' },
      ['TEAMS_LOCAL_EMULATOR: expected not to be set with NODE_ENV=production'],
    ],
    [
      'Teams unauthenticated where others can reach it',
      { ...emulator, HOST: '0.0.0.0' },
      ['HOST: expected a loopback address, as long as TEAMS_LOCAL_EMULATOR is set, got "0.0.0.0"'],
    ],
  ])('%s', async (_what, env, lines) => {
    const { code, out, err } = await run(env);
    expect(code).toBe(78);
    expect(err.trimEnd().split('\n')).toEqual([
      'One setting is wrong or missing:',
      ...lines.map((line) => `  ${line}`),
    ]);
    expect(out).toBe('');
    expect(readdirSync(folder)).toEqual([]);
  });
});
