import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SlackStandIn } from '../../src/playground/slack/stand-in.js';
import { intakeToken } from './post-rfi.js';

const program = fileURLToPath(new URL('./desk-process.js', import.meta.url));

/** A desk as a process of its own, to be killed. */
export interface MortalDesk {
  /** Where it listens; null when it died before it did. */
  readonly url: Promise<string | null>;
  /** `kill -9`; resolves when it is dead. */
  kill(): Promise<void>;
}

/** What configures a desk in front of the stand-in. */
export function deskEnvironment(slack: SlackStandIn, dataDir: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    INTAKE_TOKEN: intakeToken,
  };
}

export function startMortalDesk(env: NodeJS.ProcessEnv): MortalDesk {
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'], env });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    url: lines.next().then(({ value }) => (typeof value === 'string' ? value : null)),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
