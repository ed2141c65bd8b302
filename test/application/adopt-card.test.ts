import { adoptCard } from '../../src/application/adopt-card.js';
import { destinationKey } from '../../src/application/destinations.js';
import type { Address, CardAddress, Destination } from '../../src/application/ports.js';
import type { ReferralId } from '../../src/domain/referral.js';

const id = 'r-1' as ReferralId;
const channel: Destination = { platform: 'slack', kind: 'channel', id: 'C1' };
const card = { channel: 'C1', id: '1.1' };

let known: Map<string, CardAddress>;
let removed: Address[];
beforeEach(() => {
  known = new Map();
  removed = [];
});
const adopt = (clicked: Address, destination = channel) =>
  adoptCard(
    {
      cards: {
        cards: async () => known,
        async setCard(_id, to, address) {
          known.set(destinationKey(to), address);
          return 1;
        },
      },
      messenger: { remove: async (address: Address) => void removed.push(address) },
    },
    id,
    destination,
    clicked,
  );

describe('a click on a card', () => {
  test('that nobody noted adopts it, to be drawn anew', async () => {
    expect(await adopt(card)).toBe('adopted');
    expect([...known]).toEqual([['slack-C1', { ...card, hash: '', version: 0 }]]);
  });

  test('that is known changes nothing', async () => {
    known.set('slack-C1', { ...card, hash: 'h', version: 3 });
    expect(await adopt(card)).toBe('known');
    expect([known.get('slack-C1')?.version, removed]).toEqual([3, []]);
  });

  test('beside the known one removes the duplicate, and keeps the known one', async () => {
    known.set('slack-C1', { ...card, hash: 'h', version: 3 });
    expect(await adopt({ channel: 'C1', id: '2.2' })).toBe('duplicate');
    expect(removed).toEqual([{ channel: 'C1', id: '2.2' }]);
    expect(known.get('slack-C1')?.id).toBe('1.1');
  });

  test('in another channel is another card', async () => {
    known.set('slack-C1', { ...card, hash: 'h', version: 3 });
    expect(await adopt({ channel: 'C2', id: '1.1' }, { ...channel, id: 'C2' })).toBe('adopted');
  });

  test('is found again under whatever id a platform gives', async () => {
    const teams: Destination = { platform: 'teams', kind: 'channel', id: '19:abc.$x@thread.tacv2' };
    expect(await adopt({ channel: teams.id, id: '1' }, teams)).toBe('adopted');
    expect(await adopt({ channel: teams.id, id: '1' }, teams)).toBe('known');
    expect(removed).toEqual([]);
  });
});
