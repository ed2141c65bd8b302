import type { ConversationStore, KnownConversation } from '../../src/application/ports.js';

const at = new Date('2026-03-02T09:00:00Z');
const later = new Date('2026-03-03T09:00:00Z');

const conversation = (id: string, more: Partial<KnownConversation> = {}): KnownConversation => ({
  id,
  kind: 'channel',
  conversation: id,
  team: 'north',
  group: 'north-group',
  tenant: 'contoso',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  bot: '28:bot',
  closedAt: null,
  ...more,
});

/** What every `ConversationStore` keeps to. */
export function conversationStoreContract(open: () => Promise<ConversationStore>): void {
  describe('a ConversationStore', () => {
    let store: ConversationStore;
    beforeEach(async () => {
      store = await open();
    });
    const openIds = async (team?: string) => (await store.open(team)).map(({ id }) => id).sort();

    test('gives back what was noted, whole', async () => {
      const noted = [
        conversation('c1'),
        conversation('p1', { kind: 'person', conversation: 'a:1', team: null, group: null, closedAt: at }),
      ];
      for (const one of noted) await store.note(one);
      expect(await Promise.all(noted.map(({ id }) => store.byId(id)))).toEqual(noted);
      expect(await store.byId('c2')).toBeNull();
    });

    test('ids are compared as they are, path or operator or not', async () => {
      await store.note(conversation('$a.b'));
      expect(await store.byId('$a.b')).toEqual(conversation('$a.b'));
      expect(await store.byId('$a')).toBeNull();
      expect(await store.byId('$A.B')).toBeNull();
    });

    test('a later note replaces the earlier one, and opens what was closed', async () => {
      await store.note(conversation('c1'));
      await store.close({ id: 'c1' }, at);
      const moved = conversation('c1', { team: null, serviceUrl: 'https://smba.trafficmanager.net/amer/' });
      await store.note(moved);
      expect(await store.byId('c1')).toEqual(moved);
      expect(await openIds()).toEqual(['c1']);
      expect(await openIds('north')).toEqual([]);
    });

    test('lists what is open: of all teams and none, or of one', async () => {
      for (const one of [
        conversation('c1'),
        conversation('c2', { team: 'south' }),
        conversation('p1', { kind: 'person', team: null }),
        conversation('c3', { closedAt: at }),
      ]) {
        await store.note(one);
      }
      expect(await openIds()).toEqual(['c1', 'c2', 'p1']);
      expect(await openIds('north')).toEqual(['c1']);
      expect(await openIds('nowhere')).toEqual([]);
    });

    test('a team is closed with all its channels, and only they; each is named once', async () => {
      for (const one of [conversation('c1'), conversation('c2'), conversation('c3', { team: 'south' })]) {
        await store.note(one);
      }
      expect([...(await store.close({ team: 'north' }, at))].sort()).toEqual(['c1', 'c2']);
      expect(await store.close({ team: 'north' }, later)).toEqual([]);
      expect(await store.byId('c1')).toEqual(conversation('c1', { closedAt: at }));
      expect(await openIds()).toEqual(['c3']);
    });

    test('one is closed alone; of what isn’t known nothing is', async () => {
      await store.note(conversation('c1'));
      await store.note(conversation('c2'));
      expect(await store.close({ id: 'c1' }, at)).toEqual(['c1']);
      expect(await store.close({ id: 'c1' }, later)).toEqual([]);
      expect(await store.close({ id: 'c9' }, at)).toEqual([]);
      expect(await store.byId('c9')).toBeNull();
      expect(await openIds()).toEqual(['c2']);
    });

    test('noted many times at once, it is there once', async () => {
      await Promise.all(Array.from({ length: 20 }, () => store.note(conversation('c1'))));
      expect(await openIds()).toEqual(['c1']);
    });
  });
}
