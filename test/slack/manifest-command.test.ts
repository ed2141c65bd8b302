import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestText, slackManifest } from '../../src/slack/manifest.js';
import { manifestCommand } from '../../src/slack/manifest-command.js';

function run(...args: string[]) {
  let out = '';
  let err = '';
  let exitCode = 0;
  const command = manifestCommand()
    .configureOutput({ writeOut: (text) => (out += text), writeErr: (text) => (err += text) })
    .exitOverride((exit) => {
      exitCode = exit.exitCode;
      throw exit;
    });
  try {
    command.parse(args, { from: 'user' });
  } catch (error) {
    if (exitCode === 0) throw error;
  }
  return { out, err, exitCode };
}

test.each([
  ['an address', ['--url', 'https://desk.example.com'], slackManifest({ address: 'https://desk.example.com' })],
  [
    'a slash at its end',
    ['--url', 'https://desk.example.com/'],
    slackManifest({ address: 'https://desk.example.com' }),
  ],
  ['a port', ['--url', 'https://desk.example.com:8443'], slackManifest({ address: 'https://desk.example.com:8443' })],
  ['Socket Mode', ['--socket'], slackManifest({ address: null })],
  ['a name of its own', ['--socket', '--name', ' RFI Desk '], slackManifest({ address: null, name: 'RFI Desk' })],
])('prints the manifest for %s', (_name, args, expected) => {
  expect(run(...args)).toEqual({ out: manifestText(expected), err: '', exitCode: 0 });
});

test.each([
  ['nothing', [], 'or choose --socket'],
  ['an address in Socket Mode', ['--socket', '--url', 'https://desk.example.com'], 'leave out either'],
  ['no https', ['--url', 'http://desk.example.com'], "doesn't begin with https://"],
  ['no address', ['--url', 'desk.example.com'], 'is no address'],
  ['a path', ['--url', 'https://desk.example.com/slack/events'], 'Give https://desk.example.com;'],
  ['a query', ['--url', 'https://desk.example.com/?x=1'], 'Give https://desk.example.com;'],
  ['a user name', ['--url', 'https://me:secret@desk.example.com'], 'Give https://desk.example.com;'],
  ['an empty name', ['--socket', '--name', ' '], '1 to 35 characters'],
  ['too long a name', ['--socket', '--name', 'x'.repeat(36)], '1 to 35 characters'],
])('refuses %s', (_name, args, message) => {
  const { out, err, exitCode } = run(...args);
  expect({ out, exitCode }).toEqual({ out: '', exitCode: 1 });
  expect(err).toContain(message);
});

test('writes to a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
  try {
    const file = join(folder, 'manifest.json');
    expect(run('--socket', '--out', file)).toEqual({ out: '', err: '', exitCode: 0 });
    expect(readFileSync(file, 'utf8')).toBe(manifestText(slackManifest({ address: null })));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
