import { once } from 'node:events';
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import type { Store } from '../store-contract.js';

/** Agenda 6, which finds due jobs by claiming them in the database. */
export function agendaContract(store: Store): void {
  describe('Agenda', () => {
    const running: Agenda[] = [];
    let count = 0;
    /** Locks live shortly, as each run leaves a timer of half their lifetime. */
    const start = async (collection: string) => {
      const backend = new MongoBackend({ mongo: store.db(), collection });
      const agenda = new Agenda({ backend, processEvery: 20, defaultLockLifetime: 400 });
      running.push(agenda);
      await agenda.ready;
      return agenda;
    };
    const jobs = () => `jobs_${++count}`;

    afterEach(async () => {
      for (const agenda of running.splice(0)) await agenda.stop();
    });

    test('runs what is due now, with its data, and removes it when told so', async () => {
      const agenda = await start(jobs());
      const seen: unknown[] = [];
      agenda.define('note', async (job) => void seen.push(job.attrs.data), { removeOnComplete: true });
      await agenda.start();
      const done = once(agenda, 'complete:note');
      await agenda.now('note', { id: 7 });
      await done;
      expect(seen).toEqual([{ id: 7 }]);
    });

    test('repeats by interval, as one document however often it is said', async () => {
      const name = jobs();
      const agenda = await start(name);
      let runs = 0;
      agenda.define('tick', async () => void runs++);
      await agenda.every(100, 'tick');
      await agenda.every(100, 'tick');
      const collection = store.db().collection(name);
      expect(await collection.countDocuments({ name: 'tick', type: 'single' })).toBe(1);
      await agenda.start();
      await once(agenda, 'complete:tick');
      await once(agenda, 'complete:tick');
      expect(runs).toBeGreaterThanOrEqual(2);
    });

    test('a job of several processes runs in one', async () => {
      const name = jobs();
      const agendas = [await start(name), await start(name), await start(name)];
      let runs = 0;
      const finished = agendas.map((agenda) => {
        agenda.define('once', async () => void runs++);
        return once(agenda, 'complete:once');
      });
      await agendas[0]?.now('once', {});
      await Promise.all(agendas.map((agenda) => agenda.start()));
      await Promise.race(finished);
      const [job] = await store.db().collection(name).find({ name: 'once' }).toArray();
      expect(runs).toBe(1);
      expect(job?.nextRunAt).toBeNull();
    });

    test('schedules, lists and cancels', async () => {
      const agenda = await start(jobs());
      agenda.define('later', async () => undefined);
      await agenda.schedule(new Date(Date.now() + 3_600_000), 'later', { n: 1 });
      await agenda.schedule(new Date(Date.now() + 7_200_000), 'later', { n: 2 });
      const { jobs: listed, total } = await agenda.queryJobs({ name: 'later' });
      expect(total).toBe(2);
      expect(listed.map((job) => (job.data as { n: number }).n).sort()).toEqual([1, 2]);
      expect(await agenda.disable({ name: 'later' })).toBe(2);
      expect(await agenda.enable({ name: 'later' })).toBe(2);
      expect(await agenda.cancel({ name: 'later' })).toBe(2);
      expect((await agenda.queryJobs({ name: 'later' })).total).toBe(0);
    });

    test('a unique job is one job, and a failure is kept with its reason', async () => {
      const name = jobs();
      const agenda = await start(name);
      agenda.define('fail', async () => {
        throw new Error('on purpose');
      });
      const save = (n: number) =>
        agenda.create('fail', { key: 'k', n }).unique({ 'data.key': 'k' }).schedule(new Date()).save();
      await save(1);
      await save(2);
      expect(await store.db().collection(name).countDocuments()).toBe(1);
      const completed = once(agenda, 'complete:fail');
      await agenda.start();
      await completed;
      const [job] = await store.db().collection(name).find().toArray();
      expect(job).toMatchObject({ failCount: 1, failReason: 'on purpose', lockedAt: null, data: { n: 2 } });
    });
  });
}
