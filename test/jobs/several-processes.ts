import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ReferralId } from '../../src/domain/referral.js';
import { commonEngine, connectFresh } from '../contracts/stores.js';
import { aReferral, hours } from '../support/referrals.js';
import { type FromProcess, place } from './attending.js';

const program = fileURLToPath(new URL('./attending-process.js', import.meta.url));
/** By how much the machines' clocks are wrong; the store's is right. */
const clocksAhead = [hours(1), 0, hours(-1), hours(2)];

/**
 * So many processes on one store, their clocks an hour and more apart, attend to the same deadlines and deliver what
 * these owe, all at the same time: each notice is given once, and none is lost.
 */
export async function attendTogether(number: number, count: number): Promise<void> {
  const database = `several_${number}`;
  const engine = commonEngine();
  const storage = await connectFresh(engine, database);
  const createdAt = new Date(Date.now() - hours(2));
  const expiresAt = new Date(Date.now() + hours(300));
  const times = { createdAt, receivedAt: createdAt, respondBy: expiresAt, expiresAt, urgentUntil: expiresAt };
  const codes = Array.from({ length: count }, (_, n) => `F-${n}`);
  for (let from = 0; from < count; from += 50) {
    const some = codes.slice(from, from + 50);
    const create = async (code: string) => {
      const id = code as ReferralId;
      await storage.referrals.create(aReferral({ id, code, source: { name: 'f', externalId: code }, ...times }), []);
      await storage.cards.setCard(id, place, { channel: place.id, id: code, hash: 'as ever', version: 1 });
    };
    await Promise.all(some.map(create));
  }

  const children = clocksAhead.slice(0, number).map((ahead) => fork(program, [engine.uri, database, String(ahead)]));
  try {
    const all = Promise.all(children.map((child) => once(child, 'exit')));
    const said: string[] = [];
    let waiting = 0;
    /** Resolves when each process has told that it is so far, and what is asked for is so. */
    const until = (isSo: () => boolean) =>
      new Promise<void>((resolve, reject) => {
        all.then(() => reject(new Error('a process has ended too soon')), reject);
        for (const child of children) {
          child.removeAllListeners('message').on('message', (message: FromProcess) => {
            if (typeof message === 'object') said.push(message.said);
            else waiting += 1;
            if (waiting < children.length || !isSo()) return;
            waiting = 0;
            resolve();
          });
        }
      });
    const goOn = () => {
      for (const child of children) child.send('go on');
    };
    await until(() => true);
    const done = until(() => said.length >= count);
    goOn();
    await done;
    goOn();
    expect((await all).map(([code]) => code)).toEqual(children.map(() => 0));

    expect(said.sort()).toEqual(codes.map((code) => `${code} reminded`).sort());
    for (const code of codes) {
      const found = await storage.referrals.byId(code as ReferralId);
      expect(found?.history.flatMap(({ notice }) => notice ?? [])).toEqual(['waiting']);
    }
    expect(await storage.outbox.owing(storage.clock.now(), 1)).toEqual([]);
    expect(await storage.deliveries.nextDueAt([])).toBeNull();
    expect(await storage.deliveries.buried()).toEqual([]);
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await storage.close();
  }
}
