import type { OwedEffect } from '../application/ports.js';
import type { Effect } from '../domain/commands.js';
import type { Referral, ReferralId, State } from '../domain/referral.js';
import type { ReferralDocument, StoredEffect } from './referral-model.js';

/** What is read where a referral is all that is wanted. */
export const referralFields: Readonly<Record<string, 0>> = {
  cards: 0,
  outbox: 0,
  held: 0,
  sent: 0,
  owes: 0,
  nextDeadlineAt: 0,
  urgent: 0,
  closedAt: 0,
};

/** The domain's part of a document. */
export function toReferral(document: ReferralDocument): Referral {
  const { _id, cards, outbox, held, sent, owes, nextDeadlineAt, urgent, closedAt, ...referral } = document;
  return { id: _id as ReferralId, ...referral };
}

/** What lists are ordered by, derived from the state. */
export function listed(state: State): Pick<ReferralDocument, 'urgent' | 'closedAt'> {
  const closedAt = state.kind !== 'archived' ? null : state.outcome === 'expired' ? state.closedAt : state.closed.at;
  return { urgent: state.urgent !== null, closedAt };
}

/** Entries for the outbox; `first` numbers them within their version, so that every id is its own. */
export function storedEffects(
  referral: Pick<Referral, 'id' | 'version'>,
  effects: readonly { readonly effect: Effect; readonly dueAt: Date }[],
  commandId: string | null,
  at: Date,
  first = 0,
): StoredEffect[] {
  return effects.map(({ effect, dueAt }, index) => ({
    id: `${referral.id}:${referral.version}:${first + index}`,
    effect,
    version: referral.version,
    commandId,
    at,
    dueAt,
  }));
}

export function toOwed({ id, effect, version, commandId }: StoredEffect): OwedEffect {
  return { id, effect, version, commandId };
}
