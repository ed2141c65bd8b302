import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knownPlaygroundToken, playgroundToken } from '../../src/intake/playground-token.js';
import { postRfis } from '../../src/intake/post-rfis.js';
import { startIntake, token } from '../fakes/intake-server.js';

let folder: string;
let intake: Awaited<ReturnType<typeof startIntake>>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rfi-'));
  intake = await startIntake({ rate: { perSecond: 1, burst: 3 } });
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await intake.close();
});

const file = (name: string, content: unknown) => {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(folder, name);
};
const rfi = (externalId: string) => ({ externalId, customer: { name: 'Contoso' } });

/** Posts, while waiting moves the intake's clock and nothing else. */
async function post(files: string[], options: { url?: string; token?: string } = {}) {
  const lines: string[] = [];
  const waits: number[] = [];
  const failed = await postRfis(files, {
    url: intake.url,
    token,
    fetch,
    print: (line) => lines.push(line.replaceAll(`${folder}/`, '')),
    wait: async (ms) => {
      waits.push(ms);
      intake.clock.time = new Date(intake.clock.time.getTime() + ms);
      intake.referrals.away = false;
    },
    ...options,
  });
  return { failed, lines, waits };
}

test('files of every kind are posted one by one, with a line for each', async () => {
  const files = [
    file('one.json', rfi('a')),
    file('list.json', [rfi('b'), rfi('a')]),
    file('page.json', { '@odata.count': 1, value: [rfi('c')] }),
    file('lines.ndjson', `${JSON.stringify(rfi('d'))}\n\n{"broken\n${JSON.stringify({ customer: {} })}\n`),
    file('broken.json', '{\n"a": 1,\n}'),
    join(folder, 'gone.json'),
  ];
  const { failed, lines } = await post(files);
  const code = expect.stringMatching(/: R-\w{6}$/);
  expect(lines).toEqual([
    code,
    code,
    expect.stringMatching(/^3\/9 list\.json \[2\]: R-\w{6} \(known already\)$/),
    code,
    code,
    '6/9 lines.ndjson:3: the line is not valid JSON',
    '7/9 lines.ndjson:4: /customer/name: expected a string, got nothing',
    '8/9 broken.json: the file is not valid JSON',
    '9/9 gone.json: the file cannot be read',
    '5 taken in, 4 refused',
  ]);
  expect([failed, intake.referrals.size]).toEqual([4, 4]);
});

test('a busy desk, or one without its store, is asked again when it said', async () => {
  const list = file('list.json', ['a', 'b', 'c', 'd'].map(rfi));
  expect(await post([list])).toMatchObject({ failed: 0, waits: [1_000] });
  intake.clock.time = new Date(intake.clock.time.getTime() + 60_000);
  intake.referrals.away = true;
  expect(await post([file('e.json', rfi('e'))])).toMatchObject({ failed: 0, waits: [5_000] });
});

test('a wrong token, and a desk that does not run, are said', async () => {
  const one = file('one.json', rfi('a'));
  expect((await post([one], { token: 'wrong' })).lines[0]).toBe('1/1 one.json: 401 The bearer token is wrong.');
  expect((await post([one], { url: 'http://127.0.0.1:1/' })).lines[0]).toMatch(
    /nothing answers at .*:1\/intake\/referrals/,
  );
});

test("a playground's token is made once, and for this user only", () => {
  expect(knownPlaygroundToken(folder)).toBeNull();
  const made = playgroundToken(join(folder, 'data'), (count) => new Uint8Array(count).fill(7));
  expect(made).toMatch(/^[\w-]{32}$/);
  expect(playgroundToken(join(folder, 'data'), (count) => new Uint8Array(count).fill(8))).toBe(made);
  expect(knownPlaygroundToken(join(folder, 'data'))).toBe(made);
  expect(statSync(join(folder, 'data', 'intake-token')).mode & 0o777).toBe(0o600);
});
