import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defaultTenant, inboxChannel } from '../src/playground/teams/default-organisation.js';
import { TeamsStandIn } from '../src/playground/teams/stand-in.js';
import { atRate, firstLine, postRfi, print, summary } from './measuring.js';

const perSecond = 50;
const seconds = 20;
const warmUpSeconds = 5;
const rounds = 2;
const people = 25;
const port = 23_998;

/**
 * What an accepted dialog costs in Teams at 50 a second, with the app in a process of its own: from Teams' request
 * (`task/submit`) to the answer, the referral's change on disk included; beside it botbuilder's bare adapter, which
 * answers at once, in the same run. Each submission accepts a referral of its own.
 */
export async function benchDialogs(): Promise<void> {
  const teams = new TeamsStandIn();
  await teams.start();
  const members = Array.from({ length: people }, (_none, n) =>
    teams.addUser({ handle: `bench${n}`, givenName: 'Bench', surname: String(n), locale: 'en-US', tz: 'UTC' }),
  );
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-'));
  const env = {
    ...process.env,
    TEAMS_LOCAL_EMULATOR: '1',
    MICROSOFT_APP_TENANT_ID: defaultTenant,
    TEAMS_CHANNEL: inboxChannel,
    INTAKE_TOKEN: 'bench-intake-token-0123',
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'warn',
  };
  const desk = spawn(process.execPath, [resolve('dist/main.js')], { env, cwd: dataDir, stdio: ['ignore', 'pipe', 2] });
  await firstLine(desk);
  const bare = spawn(process.execPath, [resolve('build/bench/bare-bot.js')], { env, stdio: ['ignore', 'pipe', 2] });
  const bareUrl = `http://127.0.0.1:${await firstLine(bare)}/api/messages`;
  const deskUrl = `http://127.0.0.1:${port}`;
  teams.requestUrl = `${deskUrl}/api/messages`;
  try {
    await teams.talk.install({ user: 'anna', conversation: inboxChannel });
    const wanted = perSecond * (warmUpSeconds + rounds * seconds);
    const referrals: string[] = [];
    for (let n = 0; n < wanted; n += 1) referrals.push(await postRfi(deskUrl, env.INTAKE_TOKEN, `bench-${n}`));
    const card = await teams.until(() => teams.messages(inboxChannel)[0]);

    const dialogs = async (url: string, lasting: number) => {
      const conversation = teams.conversation(inboxChannel);
      const answered: number[] = [];
      const of = url === bareUrl ? [] : referrals.splice(0, perSecond * lasting);
      await atRate(perSecond, perSecond * lasting, async (n) => {
        const user = members[n % people];
        if (!user) throw new Error('nobody');
        const desk = { do: 'submit', form: 'accept', r: of[n] ?? 'none', n: `bench-${lasting}-${n}-nonce` };
        const entered = { name: 'Bench', value: '12500.50', currency: 'EUR', purchaseDate: '2099-03-31' };
        const value = { data: { desk, ...entered }, context: { theme: 'default' } };
        const place = { conversation, threadId: card.id };
        const activity = teams.people.activities.invoke(user, place, 'task/submit', value, card.id);
        const delivered = await teams.deliver(activity, { url });
        const said = JSON.stringify(delivered.content);
        if (!said?.includes(url === bareUrl ? 'Done' : 'You accepted'))
          throw new Error(`${n} ${delivered.error} ${said}`);
        answered.push(delivered.ms);
      });
      return summary(answered);
    };

    // A process that has just started compiles while it runs; that isn't what a dialog costs.
    await dialogs(bareUrl, warmUpSeconds);
    await dialogs(teams.requestUrl, warmUpSeconds);
    // Interleaved, so that whatever else the machine does meets both.
    for (let round = 1; round <= rounds; round += 1) {
      const baseline = await dialogs(bareUrl, seconds);
      const ours = await dialogs(teams.requestUrl, seconds);
      const medianRatio = Number((ours.median / baseline.median).toFixed(2));
      print({ round, what: 'dialog that accepts a referral', perSecond, ours, bareBotbuilder: baseline, medianRatio });
    }
  } finally {
    desk.kill();
    bare.kill();
    await Promise.all([once(desk, 'exit'), once(bare, 'exit')]);
    await teams.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
