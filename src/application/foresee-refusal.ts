import type { Command, CommandType, Refusal } from '../domain/commands.js';
import { type Circumstances, decide } from '../domain/lifecycle.js';
import { type Person, samePerson } from '../domain/people.js';
import { closeReasons, type Referral } from '../domain/referral.js';

const someday = '9999-12-31';
const anything = { amount: 0, currency: 'USD' };
const engagement = { name: '–', value: anything, purchaseDate: someday, notes: '' };
const closing = { reason: closeReasons[0], notes: '' };
const somebody: Person = { platform: 'slack', tenant: '?', id: '?', name: '–' };

/** A command such as the form could give at best: one that would be fine, were the referral in the right state. */
function sample({ state }: Referral, type: CommandType, { actor, links }: Circumstances): Command | null {
  const id = '?';
  switch (type) {
    case 'accept':
      return { id, type, engagement: { ...engagement, contacts: [] } };
    case 'decline':
    case 'lose':
      return { id, type, ...closing };
    case 'edit':
      return { id, type, engagement };
    case 'add-contact':
      return { id, type, contact: { id, name: '–', phone: '0000' } };
    case 'remove-contact':
      return { id, type, contactId: ('engagement' in state && state.engagement.contacts[0]?.id) || id };
    case 'win':
      return { id, type, finalValue: anything, closeDate: '0000-01-01' };
    case 'assign':
      // To themselves is what most may; who has it already may give it to anybody.
      return { id, type, to: actor && !samePerson(state.owner, actor.person, links) ? actor.person : somebody };
    case 'reopen':
      return { id, type };
    default:
      return null;
  }
}

/** Refusals that no filling in of a form could turn. */
const final = new Set<Refusal['code']>([
  'already-accepted',
  'closed',
  'expired',
  'not-active',
  'not-permitted',
  'no-change',
]);

/**
 * Why a form need not be opened at all; null when it should be. Only a courtesy: the command itself is decided anew.
 */
export function foreseeRefusal(referral: Referral, type: CommandType, circumstances: Circumstances): Refusal | null {
  const command = sample(referral, type, circumstances);
  if (!command) return null;
  const answer = decide(referral, command, circumstances);
  return answer.kind === 'refused' && final.has(answer.refusal.code) ? answer.refusal : null;
}
