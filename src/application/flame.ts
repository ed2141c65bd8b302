import type { Referral } from '../domain/referral.js';
import type { AlertView } from './card-view.js';
import type { Phrase } from './phrase.js';
import { phrase } from './wording.js';

/** The customer's name, with the flame as long as it burns. */
export function flameTitle({ state, request, urgentUntil }: Referral, now: Date): Phrase {
  const { name: customer } = request.customer;
  if (!isBurning(state)) return phrase('card.title', { customer });
  return phrase(isCooled(state, urgentUntil, now) ? 'card.title.cooled' : 'card.title.urgent', { customer });
}

/** What the customer asked for themselves cools; what somebody marked stays as it was meant. */
export function isCooled({ urgent }: Referral['state'], urgentUntil: Date, now: Date): boolean {
  return urgent?.by === 'customer' && now >= urgentUntil;
}

/** Somebody should contact the customer, and nobody has. */
export function isBurning(state: Referral['state']): boolean {
  return state.kind !== 'archived' && state.urgent !== null && !state.urgent.contacted;
}

/** The flame (facts: "Contact me directly"): it cools after a while, and ends with the referral. */
export function flameAlert({ state, urgentUntil }: Referral, now: Date): AlertView | null {
  if (!state.urgent || state.kind === 'archived') return null;
  const { contacted } = state.urgent;
  if (contacted) {
    const values = { name: contacted.by.name, at: { moment: contacted.at } };
    return { tone: 'calm', text: phrase('card.alert.contacted', values) };
  }
  if (isCooled(state, urgentUntil, now)) return { tone: 'calm', text: phrase('card.alert.cooled') };
  const isCustomers = state.urgent.by === 'customer';
  const text = isCustomers ? phrase('card.alert.now') : phrase('card.alert.marked', { name: state.urgent.by.name });
  return { tone: 'urgent', text };
}
