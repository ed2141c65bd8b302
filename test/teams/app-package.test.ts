import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { iconProblems, manifestProblems, teamsManifest } from '../../src/teams/app-package.js';
import { readCommand } from '../../src/teams/on-message.js';
import { packageCommand } from '../../src/teams/package-command.js';

const appId = '5b2f6c1d-8e3a-4f79-a6d0-19c4e7b3f503';
const domain = 'desk.contoso.com';

describe('the app’s manifest', () => {
  test('is valid by Microsoft’s schema, and names this bot and this address', () => {
    const manifest = teamsManifest({ appId, domain });
    expect(manifestProblems(manifest)).toEqual([]);
    expect(manifest).toMatchObject({
      bots: [{ botId: appId }],
      validDomains: [domain],
      developer: { websiteUrl: `https://${domain}` },
    });
    expect(JSON.stringify(manifest)).not.toMatch(/example\.com|00000000/);
  });

  test('keeps the app’s own id for the same bot, another for another', () => {
    const other = '5b2f6c1d-8e3a-4f79-a6d0-19c4e7b3f504';
    expect(teamsManifest({ appId, domain }).id).toBe(teamsManifest({ appId, domain: 'x.example' }).id);
    expect(teamsManifest({ appId, domain }).id).not.toBe(teamsManifest({ appId: other, domain }).id);
  });

  test('what the schema forbids is found', () => {
    expect(manifestProblems(teamsManifest({ appId, domain, name: 'x'.repeat(31) }))).toEqual([
      expect.stringContaining('/name/short'),
    ]);
  });

  test('every command that it offers is one that the bot knows', () => {
    const [bot] = teamsManifest({ appId, domain }).bots as { commandLists: { commands: { title: string }[] }[] }[];
    const titles = bot?.commandLists.flatMap(({ commands }) => commands.map(({ title }) => title)) ?? [];
    expect(titles.length).toBeGreaterThan(3);
    expect(titles.filter((title) => readCommand(title).kind === 'unknown')).toEqual([]);
  });

  test('the icons have Teams’ sizes', () => expect(iconProblems()).toEqual([]));
});

describe('npm run teams:package', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'teams-package-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function run(...args: string[]): Promise<{ said: string; failed: boolean }> {
    let said = '';
    const note = (text: string) => {
      said += text;
    };
    const command = packageCommand().exitOverride().configureOutput({ writeOut: note, writeErr: note });
    const failed = await command.parseAsync(args, { from: 'user' }).then(
      () => false,
      () => true,
    );
    return { said, failed };
  }

  test('writes a zip with the manifest and the icons at its top', async () => {
    const out = join(folder, 'app.zip');
    expect(await run('--app-id', appId, '--domain', `https://${domain}/`, '--out', out)).toMatchObject({
      failed: false,
    });
    const files = entriesOf(readFileSync(out));
    expect([...files.keys()].sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    expect(JSON.parse(String(files.get('manifest.json')))).toEqual(teamsManifest({ appId, domain }));
  });

  const good = ['--app-id', appId, '--domain', domain];
  test.each([
    ['no id', ['--domain', domain], '--app-id'],
    ['a mistyped id', ['--app-id', 'x', '--domain', domain], /--app-id.*Expected an id such as/],
    ['no address', ['--app-id', appId], '--domain'],
    [
      'an address with a path',
      ['--app-id', appId, '--domain', 'desk.contoso.com/api/messages'],
      /--domain.*without a path/,
    ],
    ['an address without https', ['--app-id', appId, '--domain', 'http://desk.contoso.com'], /--domain.*https/],
    [
      'an address that only this machine knows',
      ['--app-id', appId, '--domain', 'localhost'],
      /--domain.*Expected a host/,
    ],
    ['an address in numbers', ['--app-id', appId, '--domain', '10.0.0.1'], /--domain.*Expected a host/],
    ['a name that is too long', [...good, '--name', 'x'.repeat(31)], /--name.*1 to 30 characters/],
    ['an empty name', [...good, '--name', ' '], /--name.*1 to 30 characters/],
    ['half a version', [...good, '--app-version', '1.0'], /--app-version.*such as 1\.0\.1/],
  ])('refuses %s, says what was expected, and writes nothing', async (_what, args, says) => {
    const out = join(folder, 'app.zip');
    const { failed, said } = await run(...args, '--out', out);
    expect(failed).toBe(true);
    expect(said).toMatch(says);
    expect(() => readFileSync(out)).toThrow();
  });

  test('says so where the file can’t be written', async () => {
    const { failed, said } = await run(...good, '--out', join(folder, 'nowhere', 'app.zip'));
    expect(failed).toBe(true);
    expect(said).toContain("can't be written (ENOENT)");
  });
});

/** The files of a zip, by its central directory. */
function entriesOf(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let n = zip.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
    ];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + size);
    files.set(zip.toString('utf8', at + 46, at + 46 + nameLength), method === 8 ? inflateRawSync(data) : data);
    at += 46 + nameLength + extra + comment;
  }
  return files;
}
