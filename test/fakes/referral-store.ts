import {
  type Change,
  type OwedEffect,
  type ReferralQuery,
  type ReferralStore,
  StoreUnavailable,
} from '../../src/application/ports.js';
import type { Effect } from '../../src/domain/commands.js';
import { samePerson } from '../../src/domain/people.js';
import type { Referral } from '../../src/domain/referral.js';

/** A `ReferralStore` in memory that follows the port to the letter; `away` makes it unreachable. */
export class MemoryReferralStore implements ReferralStore {
  readonly #referrals = new Map<string, Referral>();
  readonly outbox: (OwedEffect & { readonly referralId: string })[] = [];
  away = false;

  get size(): number {
    return this.#referrals.size;
  }

  async create(referral: Referral, effects: readonly Effect[]) {
    this.#reach();
    const { name, externalId } = referral.source;
    const same = this.#find(({ source }) => source.name === name && source.externalId === externalId);
    if (same) return { created: false, referral: same };
    if (this.#find(({ code }) => code === referral.code)) return 'code-taken';
    this.#referrals.set(referral.id, referral);
    this.#owe(referral, effects, null);
    return { created: true, referral };
  }

  async byId(id: string) {
    this.#reach();
    return this.#referrals.get(id) ?? null;
  }

  async byCode(code: string) {
    this.#reach();
    return this.#find((referral) => referral.code === code);
  }

  async bySource(name: string, externalId: string) {
    this.#reach();
    return this.#find(({ source }) => source.name === name && source.externalId === externalId);
  }

  async save({ next, effects, recorded, cancels }: Change) {
    this.#reach();
    if (this.#referrals.get(next.id)?.version !== next.version - 1) return 'conflict';
    if (cancels !== undefined) {
      for (let index = this.outbox.length - 1; index >= 0; index--) {
        if (this.outbox[index]?.referralId === next.id && this.outbox[index]?.commandId === cancels) {
          this.outbox.splice(index, 1);
        }
      }
    }
    this.#referrals.set(next.id, next);
    this.#owe(next, effects, recorded.id);
    return 'saved';
  }

  async list({ profileIds, show, skip, limit }: ReferralQuery) {
    this.#reach();
    const items = [...this.#referrals.values()]
      .filter(({ profileId, state }) => {
        if (!profileIds.includes(profileId)) return false;
        if (show.kind === 'inbox') return state.kind === 'new';
        if (show.kind === 'active') return state.kind === 'active';
        if (show.kind === 'mine')
          return state.kind !== 'archived' && show.owners.some((owner) => samePerson(state.owner, owner));
        return state.kind === 'archived' && (!show.outcome || state.outcome === show.outcome);
      })
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
    return { items: items.slice(skip, skip + limit), total: items.length };
  }

  #find(wanted: (referral: Referral) => boolean): Referral | null {
    return [...this.#referrals.values()].find(wanted) ?? null;
  }

  #owe({ id, version }: Referral, effects: readonly Effect[], commandId: string | null) {
    effects.forEach((effect, n) => {
      this.outbox.push({ id: `${id}:${version}:${n}`, effect, version, commandId, referralId: id });
    });
  }

  #reach() {
    if (this.away) throw new StoreUnavailable('away');
  }
}
