import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { teamsPackageTexts as texts } from '../locales/operator.js';
import { iconProblems, manifestProblems, packApp, teamsManifest } from './app-package.js';

/** `npm run teams:package`. Everything it says goes through commander's output, so that tests can listen. */
export function packageCommand(): Command {
  const command = new Command('teams:package')
    .description(texts.summary)
    .requiredOption('--app-id <id>', texts.appId, entraId)
    .requiredOption('--domain <host>', texts.domain, host)
    .option('--name <name>', texts.name, shortName)
    .option('--app-version <version>', texts.version, semanticVersion)
    .option('--out <file>', texts.out, 'referral-desk-teams.zip');
  return command.action(
    async (options: { appId: string; domain: string; name?: string; appVersion?: string; out: string }) => {
      const manifest = teamsManifest({
        appId: options.appId,
        domain: options.domain,
        ...(options.name === undefined ? {} : { name: options.name }),
        ...(options.appVersion === undefined ? {} : { version: options.appVersion }),
      });
      const problems = [...manifestProblems(manifest), ...iconProblems()];
      if (problems.length > 0) command.error([texts.invalid, ...problems].join('\n  '));
      const packed = await packApp(manifest);
      try {
        writeFileSync(options.out, packed);
      } catch (error) {
        command.error(texts.notWritten(options.out, (error as NodeJS.ErrnoException).code ?? String(error)));
      }
      command.configureOutput().writeOut?.(`${texts.written(options.out)}\n`);
    },
  );
}

function entraId(given: string): string {
  const id = given.trim().toLowerCase();
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new InvalidArgumentError(texts.appIdMalformed);
  return id;
}

/** A host alone: Teams' manifest names domains, and the path is ours. */
function host(given: string): string {
  const bare = given
    .trim()
    .replace(/^https:\/\//, '')
    .replace(/\/$/, '')
    .toLowerCase();
  // An address in numbers has no certificate that Teams would trust.
  if (!/^(?=.{4,253}(:|$))[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+(:\d{1,5})?$/.test(bare)) {
    throw new InvalidArgumentError(texts.domainMalformed);
  }
  return bare;
}

function shortName(given: string): string {
  const name = given.trim();
  if (name.length < 1 || name.length > 30) throw new InvalidArgumentError(texts.nameMalformed);
  return name;
}

function semanticVersion(given: string): string {
  const version = given.trim();
  if (!/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(version)) throw new InvalidArgumentError(texts.versionMalformed);
  return version;
}
