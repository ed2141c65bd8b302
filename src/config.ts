import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { type ConfigProblem, type DeskConfig, defaultDesk, parseDesk } from './config/desk-file.js';
import { readEnvironment } from './config/environment.js';
import type { Values } from './config/variables.js';

export type { ConfigProblem, DeskConfig };

export interface SlackConfig {
  readonly botToken: string;
  /** `socket` wins where both are set: whoever makes an app-level token wants Socket Mode. */
  readonly mode:
    | { readonly kind: 'http'; readonly signingSecret: string }
    | { readonly kind: 'socket'; readonly appToken: string };
  /** Null: Slack itself. */
  readonly apiUrl: string | null;
}

/** How senders prove themselves; at least one of the two is set. */
export interface IntakeConfig {
  readonly token: string | null;
  /** `whsec_…` */
  readonly signingSecret: string | null;
}

export interface Config {
  readonly playground: boolean;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Without a slash at the end. */
  readonly publicUrl: string | null;
  /** Null: the embedded store in `dataDir`. */
  readonly mongodbUri: string | null;
  /** Absolute. */
  readonly dataDir: string;
  readonly logLevel: string;
  /** Null: no credentials; only ever with the playground. */
  readonly slack: SlackConfig | null;
  /** Null: there is no intake by HTTP. */
  readonly intake: IntakeConfig | null;
  readonly desk: DeskConfig;
}

export type ConfigAnswer =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

export interface Surroundings {
  /** The process's environment. Wins over `.env` in `cwd`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags: { readonly playground: boolean };
  readonly cwd: string;
}

/** Reads the environment, `.env` and `desk.yaml`, and reports everything that is wrong at once. */
export function loadConfig({ env, flags, cwd }: Surroundings): ConfigAnswer {
  const { values, problems: environmentProblems } = readEnvironment({ ...fileEnvironment(cwd), ...env });
  const problems = [...environmentProblems];
  // Something that was set wrongly was still set: no second complaint that it is missing.
  const wrong = new Set(problems.map(({ name }) => name));
  const slack = slackOf(values);
  if (!slack && ![...wrong].some((name) => name.startsWith('SLACK_'))) {
    problems.push(...missingForSlack(values, flags.playground));
  }
  // Real credentials mean that the real Slack is wanted: the playground stands in only for what isn't configured.
  const playground = flags.playground && !slack;
  const host = values.HOST ?? (playground ? '127.0.0.1' : '0.0.0.0');
  if (playground && !isLoopback(host)) {
    problems.push({ name: 'HOST', expected: 'a loopback address, as long as the playground is on', got: host });
  }
  const file = deskFile(cwd, values.DESK_CONFIG);
  problems.push(...file.problems);
  const desk = withDefaultChannel(file.desk, values.SLACK_CHANNEL);
  if (slack && file.problems.length === 0 && !wrong.has('SLACK_CHANNEL')) problems.push(...unheard(desk));
  if (problems.length > 0) return { ok: false, problems };

  const { INTAKE_TOKEN, INTAKE_SIGNING_SECRET } = values;
  return {
    ok: true,
    config: {
      playground,
      host,
      port: values.PORT ?? 3000,
      publicUrl: values.PUBLIC_URL ?? null,
      mongodbUri: values.MONGODB_URI ?? null,
      dataDir: resolve(cwd, values.DATA_DIR ?? './data'),
      logLevel: values.LOG_LEVEL ?? 'info',
      slack,
      intake:
        INTAKE_TOKEN || INTAKE_SIGNING_SECRET
          ? { token: INTAKE_TOKEN ?? null, signingSecret: INTAKE_SIGNING_SECRET ?? null }
          : null,
      desk,
    },
  };
}

/** What a command-line tool beside a running desk needs: where it listens, its token, its folder. */
export function loadClientConfig({
  env,
  cwd,
}: Pick<Surroundings, 'env' | 'cwd'>):
  | { readonly ok: true; readonly url: string; readonly intakeToken: string | null; readonly dataDir: string }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] } {
  const { values, problems } = readEnvironment({ ...fileEnvironment(cwd), ...env });
  const relevant = problems.filter(({ name }) => ['PORT', 'INTAKE_TOKEN', 'DATA_DIR'].includes(name));
  if (relevant.length > 0) return { ok: false, problems: relevant };
  return {
    ok: true,
    url: `http://127.0.0.1:${values.PORT ?? 3000}`,
    intakeToken: values.INTAKE_TOKEN ?? null,
    dataDir: resolve(cwd, values.DATA_DIR ?? './data'),
  };
}

function fileEnvironment(cwd: string): Record<string, string | undefined> {
  const path = resolve(cwd, '.env');
  return existsSync(path) ? { ...parseEnv(readFileSync(path, 'utf8')) } : {};
}

function deskFile(cwd: string, named: string | undefined): { desk: DeskConfig; problems: readonly ConfigProblem[] } {
  const name = named ?? 'desk.yaml';
  const path = resolve(cwd, name);
  if (named === undefined && !existsSync(path)) return { desk: defaultDesk(), problems: [] };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    const problem = { name: named ? 'DESK_CONFIG' : name, expected: 'a file that can be read', got: path };
    return { desk: defaultDesk(), problems: [problem] };
  }
  const answer = parseDesk(text, name);
  return answer.ok ? { desk: answer.desk, problems: [] } : { desk: defaultDesk(), problems: answer.problems };
}

function slackOf(values: Values): SlackConfig | null {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = values;
  if (!botToken) return null;
  const apiUrl = values.SLACK_API_URL ?? null;
  if (appToken) return { botToken, mode: { kind: 'socket', appToken }, apiUrl };
  return signingSecret ? { botToken, mode: { kind: 'http', signingSecret }, apiUrl } : null;
}

function missingForSlack(values: Values, playground: boolean): ConfigProblem[] {
  if (values.SLACK_BOT_TOKEN) {
    return [{ name: 'SLACK_SIGNING_SECRET', expected: 'to be set (HTTP mode), or SLACK_APP_TOKEN (Socket Mode)' }];
  }
  const half = values.SLACK_APP_TOKEN || values.SLACK_SIGNING_SECRET;
  if (half) return [{ name: 'SLACK_BOT_TOKEN', expected: 'to be set as well, a bot token, which starts with xoxb-' }];
  if (playground) return [];
  const expected =
    'to be set, with SLACK_SIGNING_SECRET (HTTP mode) or SLACK_APP_TOKEN (Socket Mode); ' +
    'or start with --playground to try the desk without Slack';
  return [{ name: 'SLACK_BOT_TOKEN', expected }];
}

function withDefaultChannel(desk: DeskConfig, channel: string | undefined): DeskConfig {
  if (!channel) return desk;
  return {
    ...desk,
    profiles: desk.profiles.map((profile) =>
      profile.id === desk.defaultProfileId && profile.slackChannels.length === 0
        ? { ...profile, slackChannels: [channel] }
        : profile,
    ),
  };
}

/** Profiles whose cards nobody would see. */
function unheard(desk: DeskConfig): ConfigProblem[] {
  return desk.profiles
    .filter((profile) => profile.slackChannels.length === 0)
    .map(({ id }) =>
      id === desk.defaultProfileId
        ? { name: 'SLACK_CHANNEL', expected: `to be set, or channels.slack of the profile ${id} in desk.yaml` }
        : { name: `desk.yaml, profile ${id}`, expected: 'at least one channel in channels.slack' },
    );
}

const isLoopback = (host: string) => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/.test(host);
