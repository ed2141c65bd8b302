import { setTimeout } from 'node:timers/promises';
import { Command } from 'commander';
import { loadClientConfig } from './config.js';
import { knownPlaygroundToken } from './intake/playground-token.js';
import { postRfis } from './intake/post-rfis.js';

const print = (line: string) => process.stdout.write(`${line}\n`);

/** `npm run rfi -- FILE…`: posts RFIs to a running desk. */
const command = new Command('npm run rfi --')
  .description('Posts RFIs to a running desk: files of one JSON object, a list, or one object a line.')
  .argument('<file...>')
  .option('--url <url>', 'where the desk listens (default: this machine, at PORT)')
  .option('--token <token>', "the intake's bearer token (default: INTAKE_TOKEN, else the playground's own)")
  .action(async (files: string[], options: { url?: string; token?: string }) => {
    const config = loadClientConfig({ env: process.env, cwd: process.cwd() });
    if (!config.ok) {
      for (const { name, expected } of config.problems) process.stderr.write(`${name}: expected ${expected}\n`);
      process.exitCode = 78;
      return;
    }
    const token = options.token ?? config.intakeToken ?? knownPlaygroundToken(config.dataDir);
    if (!token) {
      process.stderr.write('INTAKE_TOKEN: expected to be set, or --token\n');
      process.exitCode = 78;
      return;
    }
    const wait = (ms: number) => setTimeout(ms);
    const failed = await postRfis(files, { url: options.url ?? config.url, token, fetch, print, wait });
    process.exitCode = failed > 0 ? 1 : 0;
  });
await command.parseAsync();
