import { deliveriesOf } from '../../src/application/relay-effects.js';
import type { Effect } from '../../src/domain/commands.js';
import { anna, aReferral, dana, later, profile, start } from '../support/referrals.js';

const two = { ...profile, slackChannels: ['C1', 'C2'] };
const now = later(5);
const referral = aReferral();
const owed = (effect: Effect, version = 1) => ({ id: `r-1:${version}:0`, effect, version, commandId: null });
const of = (effect: Effect, version = 1, about = referral) => deliveriesOf(owed(effect, version), about, two, now);

describe('the deliveries of an effect', () => {
  test('cards: one for each destination, with an id of its own that is the same every time', () => {
    const deliveries = of({ kind: 'sync-cards' });
    expect(deliveries).toEqual(of({ kind: 'sync-cards' }));
    expect(deliveries).toEqual([
      {
        id: 'r-1:1:0:slack-C1',
        kind: 'card',
        referralId: 'r-1',
        version: 1,
        destination: { platform: 'slack', kind: 'channel', id: 'C1' },
        person: null,
        orderKey: 'r-1:slack-C1',
        seq: 2,
        step: 'post',
        priority: 1,
        dueAt: now,
      },
      expect.objectContaining({ id: 'r-1:1:0:slack-C2', orderKey: 'r-1:slack-C2' }),
    ]);
  });

  test('a later card is most likely an update', () => {
    expect(of({ kind: 'sync-cards' }, 3)).toMatchObject([{ step: 'update', seq: 6 }, { step: 'update' }]);
  });

  test('a line goes out after the card of its version, and before that of the next', () => {
    const [line] = of({ kind: 'announce', version: 3 }, 3);
    expect(line).toMatchObject({ kind: 'line', version: 3, seq: 7, orderKey: 'r-1:slack-C1', step: 'post' });
  });

  test('a nudge goes to the person, on their platform', () => {
    const person = { ...dana, platform: 'teams' } as const;
    expect(of({ kind: 'nudge', version: 2, person }, 2)).toEqual([
      expect.objectContaining({
        kind: 'direct',
        person,
        destination: { platform: 'teams', kind: 'person', id: dana.id },
        version: 2,
        orderKey: `r-1:teams-${dana.id}`,
      }),
    ]);
  });

  test('urgent ones go first', () => {
    const state = { kind: 'new', owner: anna, urgent: { by: 'customer', since: start } } as const;
    expect(of({ kind: 'sync-cards' }, 1, aReferral({ state }))).toMatchObject([{ priority: 0 }, { priority: 0 }]);
  });
});
