import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { type ConfigProblem, type DeskConfig, defaultDesk, parseDesk } from './config/desk-file.js';
import { readEnvironment } from './config/environment.js';
import { type MailSender, mailSenderOf } from './config/mail-sender.js';
import { type TeamsConfig, teamsOf } from './config/teams.js';
import type { Values } from './config/variables.js';
import type { Profile } from './domain/profile.js';

export type { ConfigProblem, DeskConfig, TeamsConfig };

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

export interface MailConfig {
  /** Null: e-mails are written into a folder instead. */
  readonly smtpUrl: string | null;
  readonly from: MailSender;
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
  /** Null: no Teams. */
  readonly teams: TeamsConfig | null;
  /** Null: there is no intake by HTTP. */
  readonly intake: IntakeConfig | null;
  readonly mail: MailConfig;
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
  const { teams, problems: teamsProblems } = teamsOf(values, { production: env.NODE_ENV === 'production', wrong });
  problems.push(...teamsProblems);
  if (!slack && ![...wrong].some((name) => name.startsWith('SLACK_'))) {
    problems.push(...missingForSlack(values, flags.playground || teams !== null || teamsProblems.length > 0));
  }
  // Real credentials mean that the real platforms are wanted: the playground stands in where none is configured.
  const playground = flags.playground && !slack && !teams;
  const unguarded = playground || teams?.kind === 'emulator';
  const host = values.HOST ?? (unguarded ? '127.0.0.1' : '0.0.0.0');
  if (teams?.kind === 'emulator' && !isLoopback(host)) {
    problems.push({ name: 'HOST', expected: 'a loopback address, as long as TEAMS_LOCAL_EMULATOR is set', got: host });
  }
  if (playground && !isLoopback(host)) {
    problems.push({ name: 'HOST', expected: 'a loopback address, as long as the playground is on', got: host });
  }
  const file = deskFile(cwd, values.DESK_CONFIG);
  problems.push(...file.problems);
  const desk = withDefaultChannels(file.desk, values);
  const channelWrong = wrong.has('SLACK_CHANNEL') || wrong.has('TEAMS_CHANNEL');
  if ((slack || teams) && file.problems.length === 0 && !channelWrong) {
    problems.push(...unheard(desk, { slack: slack !== null, teams: teams !== null }));
  }
  if (values.SMTP_URL && !values.MAIL_FROM && !wrong.has('MAIL_FROM')) {
    problems.push({ name: 'MAIL_FROM', expected: 'to be set with SMTP_URL: the address that e-mails come from' });
  }
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
      teams,
      intake:
        INTAKE_TOKEN || INTAKE_SIGNING_SECRET
          ? { token: INTAKE_TOKEN ?? null, signingSecret: INTAKE_SIGNING_SECRET ?? null }
          : null,
      mail: {
        smtpUrl: values.SMTP_URL ?? null,
        from: mailSenderOf(values.MAIL_FROM ?? '') ?? (playground ? playgroundSender : unsetSender),
      },
      desk,
    },
  };
}

/** What a command-line tool beside a running desk needs: where it listens, its token, its folder. */
export function loadClientConfig({ env, cwd }: Pick<Surroundings, 'env' | 'cwd'>):
  | {
      readonly ok: true;
      readonly url: string;
      readonly intakeToken: string | null;
      readonly dataDir: string;
      /** Whether the data lie in MongoDB. */
      readonly mongodb: boolean;
    }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] } {
  const { values, problems } = readEnvironment({ ...fileEnvironment(cwd), ...env });
  const relevant = problems.filter(({ name }) => ['PORT', 'INTAKE_TOKEN', 'DATA_DIR'].includes(name));
  if (relevant.length > 0) return { ok: false, problems: relevant };
  return {
    ok: true,
    url: `http://127.0.0.1:${values.PORT ?? 3000}`,
    intakeToken: values.INTAKE_TOKEN ?? null,
    dataDir: resolve(cwd, values.DATA_DIR ?? './data'),
    mongodb: values.MONGODB_URI !== undefined,
  };
}

/** Of e-mails that are only written to a folder. */
const unsetSender: MailSender = { name: '', address: 'referral-desk@localhost.localdomain' };
/** The firm whose workspace the playground shows. */
const playgroundSender: MailSender = { name: 'Northwind Partners', address: 'partners@northwind-partners.example' };

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

function missingForSlack(values: Values, needless: boolean): ConfigProblem[] {
  if (values.SLACK_BOT_TOKEN) {
    return [{ name: 'SLACK_SIGNING_SECRET', expected: 'to be set (HTTP mode), or SLACK_APP_TOKEN (Socket Mode)' }];
  }
  const half = values.SLACK_APP_TOKEN || values.SLACK_SIGNING_SECRET;
  if (half) return [{ name: 'SLACK_BOT_TOKEN', expected: 'to be set as well, a bot token, which starts with xoxb-' }];
  if (needless) return [];
  const expected =
    'to be set, with SLACK_SIGNING_SECRET (HTTP mode) or SLACK_APP_TOKEN (Socket Mode); ' +
    'or MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID for Teams; ' +
    'or start with --playground to try the desk without either';
  return [{ name: 'SLACK_BOT_TOKEN', expected }];
}

function withDefaultChannels(desk: DeskConfig, { SLACK_CHANNEL: slack, TEAMS_CHANNEL: teams }: Values): DeskConfig {
  const placed = (profile: Profile): Profile => ({
    ...profile,
    ...(slack && profile.slackChannels.length === 0 ? { slackChannels: [slack] } : {}),
    ...(teams && profile.teamsChannels.length === 0 ? { teamsChannels: [teams] } : {}),
  });
  const profiles = desk.profiles.map((profile) => (profile.id === desk.defaultProfileId ? placed(profile) : profile));
  return { ...desk, profiles };
}

/** Profiles whose cards nobody would see, or not everywhere where they should be seen. */
function unheard(desk: DeskConfig, platforms: { readonly slack: boolean; readonly teams: boolean }): ConfigProblem[] {
  const names = (['slack', 'teams'] as const).filter((platform) => platforms[platform]);
  const lists = names.map((platform) => `channels.${platform}`).join(' or ');
  const variables = names.map((platform) => `${platform.toUpperCase()}_CHANNEL`);
  return desk.profiles.flatMap((profile) => {
    const { id } = profile;
    const channels = { slack: profile.slackChannels, teams: profile.teamsChannels };
    const idle = (['slack', 'teams'] as const).filter((of) => !platforms[of] && channels[of].length > 0);
    const unserved = idle.map((of) => ({
      name: `desk.yaml, profile ${id}`,
      expected: `nothing in channels.${of}, since ${of === 'slack' ? 'Slack' : 'Teams'}'s credentials are not set`,
    }));
    if (names.some((platform) => channels[platform].length > 0)) return unserved;
    const expected =
      id === desk.defaultProfileId
        ? { name: variables.join(' or '), expected: `to be set, or ${lists} of the profile ${id} in desk.yaml` }
        : { name: `desk.yaml, profile ${id}`, expected: `at least one channel in ${lists}` };
    return [...unserved, expected];
  });
}

const isLoopback = (host: string) => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/.test(host);
