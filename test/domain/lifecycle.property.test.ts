import fc from 'fast-check';
import type { Command } from '../../src/domain/commands.js';
import { decide } from '../../src/domain/lifecycle.js';
import { closeReasons, type Referral, rememberedCommands, type State } from '../../src/domain/referral.js';
import { actor, anna, aReferral, bruno, dana, engagement, hours, later } from '../support/referrals.js';

const people = fc.constantFrom(anna, bruno, dana);
const ids = fc.integer({ min: 0, max: 40 }).map((n) => `c${n}`);
const reason = fc.constantFrom(...closeReasons);
const notes = fc.constantFrom('', 'because');
const { contacts: _contacts, ...fields } = engagement;

const commands: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ id: ids, type: fc.constant('accept' as const), engagement: fc.constant(engagement) }),
  fc.record({ id: ids, type: fc.constant('decline' as const), reason, notes }),
  fc.record({
    id: ids,
    type: fc.constant('edit' as const),
    engagement: fc.constantFrom(fields, { ...fields, name: 'New' }),
  }),
  fc.record({
    id: ids,
    type: fc.constant('add-contact' as const),
    contact: fc.constantFrom({ id: 'k1', name: 'K', phone: '+49 123456' }, { id: 'k2', name: 'L' }),
  }),
  fc.record({ id: ids, type: fc.constant('remove-contact' as const), contactId: fc.constantFrom('k1', 'k2') }),
  fc.record({
    id: ids,
    type: fc.constant('win' as const),
    finalValue: fc.constant(engagement.value),
    closeDate: fc.constantFrom('2026-03-01', '2027-01-01'),
  }),
  fc.record({ id: ids, type: fc.constant('lose' as const), reason, notes }),
  fc.record({
    id: ids,
    type: fc.constantFrom('expire' as const, 'mark-urgent' as const, 'unmark-urgent' as const, 'reopen' as const),
  }),
  fc.record({ id: ids, type: fc.constant('assign' as const), to: people }),
  fc.record({ id: ids, type: fc.constant('undo' as const), of: ids }),
);

const steps = fc.array(
  fc.record({
    command: commands,
    who: fc.option(people, { nil: null }),
    manages: fc.boolean(),
    wait: fc.constantFrom(0, 1_000, 31_000, hours(5), hours(200)),
  }),
  { maxLength: 60 },
);

/** The rules of the states, written independently of the code that keeps them. */
function assertLegal(state: State, previous: State, byUndo: boolean) {
  const has = (key: string) => key in state;
  if (state.kind === 'new') expect(has('engagement') || has('closed') || has('accepted')).toBe(false);
  if (state.kind === 'active') expect(state.owner).not.toBeNull();
  if (state.kind === 'archived') {
    const accepted = state.outcome === 'won' || state.outcome === 'lost';
    expect(has('engagement')).toBe(accepted);
    expect(has('reason')).toBe(state.outcome === 'lost' || state.outcome === 'declined');
  }
  if (byUndo) return;
  const label = (s: State) => (s.kind === 'archived' ? s.outcome : s.kind);
  const allowed: Record<string, string[]> = {
    new: ['new', 'active', 'declined', 'expired'],
    active: ['active', 'won', 'lost'],
    won: ['active'],
    lost: ['active'],
    declined: ['new'],
    expired: [],
  };
  expect(allowed[label(previous)]).toContain(label(state));
}

test('no sequence of commands reaches an illegal state, loses history, or answers a repetition differently', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      let referral: Referral = aReferral();
      let now = 0;
      for (const { command, who, manages, wait } of sequence) {
        now += wait;
        const circumstances = {
          actor: who && actor(who, manages),
          now: later(now),
          undoWindow: 30_000,
          tellCustomer: 'own' as const,
        };
        const frozen = JSON.stringify(referral);
        const answer = decide(referral, command, circumstances);
        expect(JSON.stringify(referral)).toBe(frozen);
        if (answer.kind !== 'changed') {
          expect(decide(referral, command, circumstances)).toEqual(answer);
          continue;
        }
        const { next } = answer;
        expect(next.version).toBe(referral.version + 1);
        expect(next.history.slice(0, -1)).toEqual(referral.history);
        expect(next.history.at(-1)).toMatchObject({
          version: next.version,
          commandId: command.id,
          at: circumstances.now,
        });
        expect(next.history.map((event) => event.version)).toEqual(next.history.map((_event, index) => index + 1));
        expect(next.commands.length).toBe(Math.min(referral.commands.length + 1, rememberedCommands));
        expect({ ...next, version: 0, state: 0, history: 0, commands: 0, undo: 0 }).toEqual({
          ...referral,
          version: 0,
          state: 0,
          history: 0,
          commands: 0,
          undo: 0,
        });
        assertLegal(next.state, referral.state, command.type === 'undo');
        // The retry of a command that was carried out hears what it heard.
        expect(decide(next, command, circumstances)).toEqual({ kind: 'repeated', recorded: answer.recorded });
        referral = next;
      }
    }),
    { numRuns: 300 },
  );
});

test('of any number of people who answer, exactly one wins', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ command: commands, who: people }), { minLength: 2, maxLength: 30 }), (answers) => {
      let referral: Referral = aReferral();
      let winners = 0;
      answers.forEach(({ command, who }, index) => {
        if (command.type !== 'accept' && command.type !== 'decline') return;
        const answer = decide(
          referral,
          { ...command, id: `x${index}` },
          { actor: actor(who), now: later(index), undoWindow: 1, tellCustomer: 'own' as const },
        );
        if (answer.kind === 'changed') {
          winners += 1;
          referral = answer.next;
        }
      });
      expect(winners).toBeLessThanOrEqual(1);
    }),
  );
});
