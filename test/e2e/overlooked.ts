import type { Desk } from '../../src/app.js';

type WithStorage = Pick<Desk, 'storage'>;
const referrals = ({ storage }: WithStorage) => storage.database.collection<{ _id: string }>('referrals');

/** Keeps a running desk's job from finding what is due of a referral, as if it had not come to it yet. */
export async function overlook(desk: WithStorage, ...ids: readonly string[]): Promise<void> {
  await referrals(desk).updateMany({ _id: { $in: [...ids] } }, { $unset: { nextDeadlineAt: 1 } });
}

/** Has the job come to it now. */
export async function come(desk: Pick<Desk, 'storage' | 'runJob'>, id: string, now: Date): Promise<void> {
  await referrals(desk).updateOne({ _id: id }, { $set: { nextDeadlineAt: now } });
  await desk.runJob('deadlines');
}
