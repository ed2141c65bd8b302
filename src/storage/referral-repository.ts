import { type Change, type ReferralStore, type SaveAnswer, StoreUnavailable } from '../application/ports.js';
import { type Referral, rememberedCommands } from '../domain/referral.js';
import { listed, referralFields, storedEffects, toReferral } from './referral-document.js';
import { listReferrals } from './referral-lists.js';
import type { ReferralModel } from './referral-model.js';
import { assertSafeKeys } from './safe-keys.js';
import { guarded, isDuplicateKey, wasNeverSent } from './store-faults.js';

/** Referrals in MongoDB: one document each, one write a command. */
export function referralRepository(model: ReferralModel): ReferralStore {
  /** `$eq`, so that an object that came in where a text belongs is an error and never an operator. */
  const one = async (equal: Readonly<Record<string, string>>) => {
    const filter = Object.fromEntries(Object.entries(equal).map(([path, value]) => [path, { $eq: value }]));
    const document = await guarded(() => model.findOne(filter, referralFields).lean());
    return document ? toReferral(document) : null;
  };
  const bySource = (name: string, externalId: string) => one({ 'source.name': name, 'source.externalId': externalId });

  return {
    byId: (id) => one({ _id: id }),
    byCode: (code) => one({ code }),
    bySource,
    list: (query) => listReferrals(model, query),

    async create(referral, effects) {
      assertSafeKeys(referral);
      const { id, ...fields } = referral;
      const due = effects.map((effect) => ({ effect, dueAt: referral.receivedAt }));
      try {
        await guarded(() =>
          model.insertMany([
            {
              _id: id,
              ...fields,
              ...listed(referral.state),
              cards: {},
              outbox: storedEffects(referral, due, null, referral.receivedAt),
              held: [],
              sent: [],
              // Whoever looks works out when to look next.
              nextDeadlineAt: referral.receivedAt,
              ...(effects.length > 0 ? { owes: true as const } : {}),
            },
          ]),
        );
        return { created: true, referral };
      } catch (error) {
        const unknownFate = error instanceof StoreUnavailable && !wasNeverSent(error);
        if (!unknownFate && !isDuplicateKey(error)) throw error;
        const existing = await bySource(referral.source.name, referral.source.externalId);
        // Our own: the write arrived, only its answer got lost.
        if (existing) return { created: existing.id === id, referral: existing };
        if (unknownFate) throw error;
        return 'code-taken';
      }
    },

    async save(change) {
      try {
        return await write(model, change);
      } catch (error) {
        if (!(error instanceof StoreUnavailable) || wasNeverSent(error)) throw error;
        const { id } = change.recorded;
        const arrived = await guarded(() => model.exists({ _id: change.next.id, 'commands.id': id }));
        if (arrived) return 'saved';
        throw error;
      }
    },
  };
}

async function write(model: ReferralModel, change: Change): Promise<SaveAnswer> {
  const { next, event, recorded, effects, held = [], cancels } = change;
  if (cancels !== undefined && held.length > 0) throw new TypeError('an undo holds nothing back');
  assertSafeKeys([next.state, next.undo, event, effects, held]);
  const outbox = storedEffects(
    next,
    effects.map((effect) => ({ effect, dueAt: event.at })),
    recorded.id,
    event.at,
  );
  const holding = storedEffects(
    next,
    held.map(({ effect, until }) => ({ effect, dueAt: until })),
    recorded.id,
    event.at,
    outbox.length,
  );
  const decidedOn = next.version - 1;
  const saved = await guarded(() =>
    model
      .findOneAndUpdate(
        { _id: next.id, version: decidedOn, ...(cancels === undefined ? {} : { sent: { $ne: cancels } }) },
        {
          $set: {
            ...changeable(next),
            ...listed(next.state),
            ...(outbox.length + holding.length > 0 ? { owes: true as const } : {}),
            nextDeadlineAt: event.at,
          },
          $push: {
            history: event,
            commands: { $each: [recorded], $slice: -rememberedCommands },
            outbox: { $each: outbox },
            ...(holding.length > 0 ? { held: { $each: holding } } : {}),
          },
          ...(cancels === undefined ? {} : { $pull: { held: { commandId: cancels } } }),
        },
        { projection: { _id: 1 } },
      )
      .lean(),
  );
  if (saved) return 'saved';
  if (cancels === undefined) return 'conflict';
  const tooLate = await guarded(() => model.exists({ _id: next.id, version: decidedOn, sent: cancels }));
  return tooLate ? 'already-sent' : 'conflict';
}

/** What a command may change; the rest is as the sender wrote it. History and commands grow by pushes. */
function changeable({ profileId, respondBy, expiresAt, urgentUntil, version, state, undo }: Referral) {
  return { profileId, respondBy, expiresAt, urgentUntil, version, state, undo };
}
