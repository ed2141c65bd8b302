import type { Command } from '../../src/domain/commands.js';
import { decide } from '../../src/domain/lifecycle.js';
import type { Referral } from '../../src/domain/referral.js';
import { actor, anna, aReferral, bruno, dana, engagement, hours, later } from './referrals.js';

/** A referral at a moment, as people meet it. */
export interface Situation {
  readonly referral: Referral;
  readonly now: Date;
}

/** What commands make of a referral, by Anna as a manager, one second after the other. */
export function after(referral: Referral, ...commands: Command[]): Referral {
  return commands.reduce((before, command, index) => {
    const circumstances = {
      actor: actor(anna, true),
      now: later(hours(1) + index * 1_000),
      undoWindow: 30_000,
      tellCustomer: 'own' as const,
    };
    const answer = decide(before, command, circumstances);
    if (answer.kind !== 'changed') throw new Error(`${command.type}: ${JSON.stringify(answer)}`);
    return answer.next;
  }, referral);
}

export const accept: Command = { id: 'c-accept', type: 'accept', engagement };
const contact = { id: 'k-1', name: 'Ida Lund', email: 'ida@desk.example' };
const closing = { reason: 'chose-another-vendor', notes: 'They went with a neighbour.' } as const;
const urgentNow = { kind: 'new', owner: null, urgent: { by: 'customer', since: later(0) } } as const;

/** Every situation that a card shows differently, made of this referral. */
export function situationsOf(referral: Referral): Record<string, Situation> {
  const urgent: Referral = { ...referral, state: urgentNow };
  const soon = later(hours(2));
  const at = (made: Referral, now = soon): Situation => ({ referral: made, now });
  return {
    new: at(referral),
    urgent: at(urgent),
    cooled: at(urgent, later(hours(80))),
    'marked urgent': at(after(referral, { id: 'c-1', type: 'mark-urgent' })),
    contacted: at(after(urgent, { id: 'c-1', type: 'contacted' })),
    snoozed: at(after(referral, { id: 'c-1', type: 'snooze', until: later(hours(5)) })),
    overdue: at(referral, later(hours(25))),
    assigned: at(after(referral, { id: 'c-1', type: 'assign', to: bruno })),
    'past its time': at(referral, referral.expiresAt),
    active: at(after(referral, accept)),
    'handed over': at(after(referral, accept, { id: 'c-2', type: 'assign', to: dana })),
    'with contacts': at(after(referral, accept, { id: 'c-2', type: 'add-contact', contact })),
    'urgent active': at(after(urgent, accept)),
    won: at(
      after(referral, accept, {
        id: 'c-2',
        type: 'win',
        finalValue: { amount: 48_000.5, currency: 'USD' },
        closeDate: '2026-03-02',
      }),
    ),
    lost: at(after(referral, accept, { id: 'c-2', type: 'lose', ...closing })),
    declined: at(after(referral, { id: 'c-1', type: 'decline', ...closing })),
    'declined long ago': at(after(referral, { id: 'c-1', type: 'decline', ...closing }), referral.expiresAt),
    expired: at(
      {
        ...referral,
        state: { kind: 'archived', outcome: 'expired', owner: null, urgent: null, closedAt: referral.expiresAt },
      },
      referral.expiresAt,
    ),
  };
}

export const situations = situationsOf(aReferral());
