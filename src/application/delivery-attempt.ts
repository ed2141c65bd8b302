import { createHash } from 'node:crypto';
import type { Profile } from '../domain/profile.js';
import type { HistoryEvent, Referral } from '../domain/referral.js';
import type { Directories } from './acquaintances.js';
import { findLostPost } from './find-lost-post.js';
import type { FoldStore } from './fold-ports.js';
import type { Message } from './messages.js';
import type { Pace } from './pace.js';
import {
  type Address,
  type CardStore,
  type ClaimedDelivery,
  type Clock,
  type DeliveryKind,
  type DeliveryStore,
  type LaneStore,
  type Messenger,
  MessengerError,
  type ProfileStore,
  type ReferralStore,
  type Rendered,
  type Step,
} from './ports.js';
import type { Turn } from './turns.js';

/** What the desk says, worded from a referral as it stands at the moment of delivery. Null: nothing to say. */
export interface Texts {
  card(referral: Referral, profile: Profile, now: Date): Message;
  line(referral: Referral, event: HistoryEvent, profile: Profile): Message | null;
}

export interface AttemptPorts {
  /** What a `digest` delivery says; null: nothing. `linkTo`: opens a referral's card, null where there is none. */
  readonly digest?: (
    delivery: { readonly referralId: string; readonly version: number },
    linkTo: (referral: Referral, profile: Profile) => Promise<string | null>,
  ) => Promise<Message | null>;
  readonly deliveries: Pick<DeliveryStore, 'beginPost'>;
  readonly lanes: LaneStore;
  readonly referrals: Pick<ReferralStore, 'byId'>;
  readonly cards: CardStore;
  readonly folds: FoldStore;
  readonly profiles: Pick<ProfileStore, 'byId'>;
  readonly directories: Directories;
  readonly clock: Clock;
  readonly texts: Texts;
  readonly pace: Pace;
  /** Among the deliveries that take the same step. */
  readonly turn: Turn;
}

/** A rate lane that a step needs is busy; nothing was done. */
export class LaneBusy extends Error {
  override readonly name = 'LaneBusy';
  constructor(
    readonly step: Step,
    readonly until: Date,
  ) {
    super(`busy until ${until.toISOString()}`);
  }
}

/** A post in doubt may still be on its way; searching for it makes sense from `until` on. */
export class TooEarlyToSearch extends Error {
  override readonly name = 'TooEarlyToSearch';
  constructor(readonly until: Date) {
    super(`until ${until.toISOString()}`);
  }
}

/** Something that it needs isn't there yet; nothing was done. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
  constructor(
    readonly reason: string,
    readonly until: Date,
  ) {
    super(`${reason} until ${until.toISOString()}`);
  }
}

/** Another holder may have it by now, so nothing more may be done. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export interface Posted {
  readonly address: Address;
  readonly isAsRendered: boolean;
}

/** One try of one delivery, by the holder of its lease. Everything that it does on the platform goes through here. */
export class DeliveryAttempt {
  /** What was begun last on the platform, to know whose lane to hold when it says to wait. */
  step: Step | null = null;
  /** True when a post was begun that is known not to have happened, and none before it is in doubt. */
  forgetPost = false;
  #doubt: ClaimedDelivery['post'];

  constructor(
    readonly ports: AttemptPorts,
    readonly messenger: Messenger,
    readonly delivery: ClaimedDelivery,
  ) {
    this.#doubt = delivery.post;
  }

  /**
   * Posts once, however often it is tried: after a try of unknown fate it first looks whether that one arrived.
   *
   * @returns `isAsRendered` is false when that one was found: it shows what was rendered then
   */
  async post(rendered: Rendered, purpose: DeliveryKind, thread?: Address): Promise<Posted> {
    const { messenger, delivery, ports } = this;
    const nonce = nonceOf(delivery, purpose);
    const doubt = this.#doubt?.nonce === nonce ? this.#doubt : null;
    const lost = { to: delivery.destination, nonce, ...(thread ? { thread } : {}) };
    this.step = null;
    if (doubt) {
      const searchableAt = new Date(doubt.startedAt.getTime() + ports.pace.doubtMs);
      if (ports.clock.now() < searchableAt) throw new TooEarlyToSearch(searchableAt);
      ports.turn.end();
      const found = await findLostPost(messenger, { ...lost, since: doubt.since });
      if (found) return { address: found, isAsRendered: false };
    }
    await this.#begin('post');
    if (!(await ports.deliveries.beginPost(delivery, nonce, ports.clock.now()))) throw new LeaseLost();
    this.forgetPost = doubt === null;
    let address: Address;
    try {
      address = await messenger.post(delivery.destination, rendered, nonce, thread);
    } catch (error) {
      if (!(error instanceof MessengerError) || error.problem.kind === 'fate-unknown') this.forgetPost = false;
      throw error;
    }
    this.forgetPost = false;
    this.step = null;
    // The earlier try may have arrived while this one was on its way.
    const first = doubt && (await findLostPost(messenger, { ...lost, since: doubt.since }));
    return first && first.id !== address.id ? { address: first, isAsRendered: false } : { address, isAsRendered: true };
  }

  async update(at: Address, rendered: Rendered): Promise<void> {
    await this.#begin('update');
    await this.messenger.update(at, rendered);
  }

  /** Takes a step in the lanes, in its turn and if the lease allows it. */
  async #begin(step: Step): Promise<void> {
    const { ports, delivery } = this;
    this.step = step;
    await ports.turn.come;
    const now = ports.clock.now();
    if (delivery.leasedUntil.getTime() - ports.pace.leaseMarginMs <= now.getTime()) throw new LeaseLost();
    for (const lane of this.messenger.lanes(step, delivery.destination)) {
      const busyUntil = await ports.lanes.take(lane, now);
      if (busyUntil) throw new LaneBusy(step, busyUntil);
    }
    ports.turn.end();
  }
}

/** Opaque, because everybody in a workspace can read it, and the same at every try. */
function nonceOf(delivery: ClaimedDelivery, purpose: string): string {
  return createHash('sha256').update(`${delivery.id}/${purpose}`).digest('base64url').slice(0, 22);
}
