import { destinationKey } from '../application/destinations.js';
import type { CardStore } from '../application/ports.js';
import { referralFields, toReferral } from './referral-document.js';
import type { ReferralModel } from './referral-model.js';
import { guarded } from './store-faults.js';

const { cards: _, ...referralAndCards } = referralFields;

/** Where a referral's cards stand, in its own document; writes here leave its version alone. */
export function cardRepository(model: ReferralModel): CardStore {
  return {
    async cards(id) {
      const document = await guarded(() => model.findById(id, { cards: 1 }).lean());
      return new Map(Object.entries(document?.cards ?? {}));
    },
    async withReferral(id) {
      const document = await guarded(() => model.findById(id, referralAndCards).lean());
      return document && { referral: toReferral(document), cards: new Map(Object.entries(document.cards)) };
    },
    async setCard(id, destination, card) {
      const set = { $set: { [`cards.${destinationKey(destination)}`]: card } };
      const document = await guarded(() =>
        model.findOneAndUpdate({ _id: id }, set, { projection: { version: 1 } }).lean(),
      );
      return document?.version ?? null;
    },
    async doubt(id, destination, card) {
      const path = `cards.${destinationKey(destination)}`;
      const standing = { _id: id, [`${path}.id`]: card.id, [`${path}.hash`]: card.hash };
      await guarded(() => model.updateOne(standing, { $set: { [`${path}.hash`]: '' } }));
    },
    async removeCard(id, destination) {
      await guarded(() => model.updateOne({ _id: id }, { $unset: { [`cards.${destinationKey(destination)}`]: 1 } }));
    },
  };
}
