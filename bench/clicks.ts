import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SlackStandIn } from '../src/playground/slack/stand-in.js';
import { botScopes } from '../src/slack/manifest.js';
import { atRate, firstLine, postRfi, print, summary } from './measuring.js';

const perSecond = 50;
const seconds = 20;
const channel = 'C0RFIINBOX';
const people = 25;

/**
 * What a click costs at 50 a second, with the app in a process of its own: from Slack's request to the
 * acknowledgement, and to the call that opens the form; beside it a bare Bolt app in the same run. Then the same for
 * submitted forms that change something.
 */
export async function benchClicks(): Promise<void> {
  const slack = new SlackStandIn({
    signingSecret: '0123456789abcdef0123456789abcdef',
    scopes: Object.keys(botScopes),
  });
  await slack.start();
  for (let n = 0; n < people; n += 1) {
    slack.addUser({ id: `U0BENCH${n}`, name: `bench${n}`, realName: `Bench ${n}`, locale: 'en-US', tz: 'UTC' });
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-'));
  const env = {
    ...process.env,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    SLACK_CHANNEL: channel,
    INTAKE_TOKEN: 'bench-intake-token-0123',
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '3999',
    LOG_LEVEL: 'warn',
  };
  const desk = spawn(process.execPath, [resolve('dist/main.js')], { env, cwd: dataDir, stdio: ['ignore', 'pipe', 2] });
  await firstLine(desk);
  const url = 'http://127.0.0.1:3999';
  await postRfi(url, env.INTAKE_TOKEN, 'bench-1');
  const card = await slack.until(() => slack.messages(channel).find((message) => message.botId));

  const bare = spawn(process.execPath, [resolve('build/bench/bare-app.js')], { env, stdio: ['ignore', 'pipe', 2] });
  const bareUrl = `http://127.0.0.1:${await firstLine(bare)}/slack/events`;
  try {
    // A process that has just started compiles while it runs; that isn't what a click costs.
    await clicks(slack, bareUrl, card.ts, 5);
    await clicks(slack, `${url}/slack/events`, card.ts, 5);
    // Interleaved, so that whatever else the machine does meets both.
    for (const round of [1, 2]) {
      const baseline = await clicks(slack, bareUrl, card.ts);
      const ours = await clicks(slack, `${url}/slack/events`, card.ts);
      const ratio = (part: 'acknowledged' | 'opened') => Number((ours[part].median / baseline[part].median).toFixed(2));
      print({
        round,
        what: 'click that opens the accept form',
        perSecond,
        ours,
        bareBolt: baseline,
        medianRatio: { acknowledged: ratio('acknowledged'), opened: ratio('opened') },
      });
    }
  } finally {
    desk.kill();
    bare.kill();
    await Promise.all([once(desk, 'exit'), once(bare, 'exit')]);
    await slack.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Clicks on the card's first button at a steady rate, whoever is still waiting for an earlier one. */
async function clicks(slack: SlackStandIn, url: string, ts: string, lasting = seconds) {
  const acknowledged: number[] = [];
  const started = new Map<string, number>();
  slack.calls.clear();
  await atRate(perSecond, perSecond * lasting, async (n) => {
    const payload = slack.people.prepareClick({ user: `U0BENCH${n % people}`, channel, ts, actionId: 'deal:accept' });
    started.set(String(payload.body.trigger_id), Date.now());
    const delivered = await slack.deliver(payload, { url });
    if (!delivered.acknowledged) throw new Error(`${url} ${n} ${delivered.error}`);
    acknowledged.push(delivered.ms);
  });
  await slack.until(() => slack.calls.of('views.open').length >= started.size);
  const opened = slack.calls.of('views.open').map((call) => call.at - (started.get(String(call.args.trigger_id)) ?? 0));
  return { acknowledged: summary(acknowledged), opened: summary(opened), violations: slack.calls.violations.length };
}
