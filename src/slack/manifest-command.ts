import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { slackManifestCliTexts as texts } from '../locales/operator.js';
import { manifestText, maxNameLength, slackManifest } from './manifest.js';

/** `npm run slack:manifest`. Everything it says goes through commander's output, so that tests can listen. */
export function manifestCommand(): Command {
  const command = new Command('slack:manifest')
    .description(texts.summary)
    .option('--url <address>', texts.url, bareAddress)
    .option('--socket', texts.socket)
    .option('--name <name>', texts.name, appName)
    .option('--out <file>', texts.out);
  return command.action((options: { url?: string; socket?: boolean; name?: string; out?: string }) => {
    if (options.url !== undefined && options.socket) command.error(texts.urlNeedless);
    if (options.url === undefined && !options.socket) command.error(texts.urlMissing);
    const text = manifestText(
      slackManifest({ address: options.url ?? null, ...(options.name === undefined ? {} : { name: options.name }) }),
    );
    if (options.out === undefined) command.configureOutput().writeOut?.(text);
    else writeFileSync(options.out, text);
  });
}

/** The origin of an address that Slack accepts: https, and nothing behind the host, since the path is ours. */
function bareAddress(given: string): string {
  if (!URL.canParse(given)) throw new InvalidArgumentError(texts.urlMalformed(given));
  const url = new URL(given);
  if (url.protocol !== 'https:') throw new InvalidArgumentError(texts.urlInsecure(given));
  // Compared with what the origin alone would be, so that user names, paths, queries and fragments all stand out.
  if (url.href !== `${url.origin}/`) throw new InvalidArgumentError(texts.urlNotBare(given, url.origin));
  return url.origin;
}

function appName(given: string): string {
  const name = given.trim();
  if (name.length < 1 || name.length > maxNameLength) throw new InvalidArgumentError(texts.nameLength(maxNameLength));
  return name;
}
