import type { Command, CommandType, Refusal } from '../domain/commands.js';
import { type Circumstances, decide } from '../domain/lifecycle.js';
import { closeReasons, type Referral } from '../domain/referral.js';

const someday = '9999-12-31';
const anything = { amount: 0, currency: 'USD' };
const engagement = { name: '–', value: anything, purchaseDate: someday, notes: '' };
const closing = { reason: closeReasons[0], notes: '' };

/** For each command that a form gives: one that would be fine, were the referral in the right state. */
const samples: { readonly [Type in CommandType]?: Command } = {
  accept: { id: '?', type: 'accept', engagement: { ...engagement, contacts: [] } },
  decline: { id: '?', type: 'decline', ...closing },
  edit: { id: '?', type: 'edit', engagement },
  'add-contact': { id: '?', type: 'add-contact', contact: { id: '?', name: '–', phone: '0000' } },
  'remove-contact': { id: '?', type: 'remove-contact', contactId: '?' },
  win: { id: '?', type: 'win', finalValue: anything, closeDate: '0000-01-01' },
  lose: { id: '?', type: 'lose', ...closing },
  reopen: { id: '?', type: 'reopen' },
};

/** Refusals that no filling in of a form could turn. */
const final = new Set<Refusal['code']>(['already-accepted', 'closed', 'expired', 'not-active', 'not-permitted']);

/**
 * Why a form need not be opened at all; null when it should be. Only a courtesy: the command itself is decided anew.
 */
export function foreseeRefusal(referral: Referral, type: CommandType, circumstances: Circumstances): Refusal | null {
  const sample = samples[type];
  if (!sample) return null;
  const answer = decide(referral, sample, circumstances);
  return answer.kind === 'refused' && final.has(answer.refusal.code) ? answer.refusal : null;
}
