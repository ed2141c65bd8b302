import type { Message } from '../../src/application/messages.js';
import { type Address, type Destination, type Messenger, MessengerError } from '../../src/application/ports.js';

/** A messenger and the hands that act on the platform behind it. */
export interface MessengerHarness {
  readonly messenger: Messenger;
  readonly channel: Destination;
  readonly person: Destination;
  /** A channel that the bot doesn't belong to. */
  readonly closedChannel: Destination;
  /** A message that shows `text`. */
  message(text: string): Message;
  /** The platform's time. */
  now(): Date;
  /** What readers see there; null when nothing is there. */
  shown(at: Address): Promise<string | null> | string | null;
  /** What somebody sees who follows a link; null when it leads nowhere. */
  opened(link: string): Promise<string | null> | string | null;
  /** The texts of a channel and its threads, oldest first. */
  texts(to: Destination): Promise<readonly string[]> | readonly string[];
  /** Somebody deletes it. */
  deletedByHand(at: Address): void;
  /** What befalls the next call of the step: too many calls (come back in 7 s), or a connection that breaks. */
  befall(step: 'post' | 'update', what: 'limit' | 'break-before' | 'break-after' | 'no-connection'): void;
  stop(): Promise<void>;
}

/** What every messenger does, whatever the platform. */
export function messengerContract(
  name: string,
  start: () => Promise<MessengerHarness>,
  /**
   * What a platform doesn't do. `searches`: lets a bot look for its own messages; where it doesn't, nothing is ever
   * found. `refusesReplies`: to a message that is gone; where it doesn't, an update of the card tells.
   */
  { searches = true, refusesReplies = true }: { readonly searches?: boolean; readonly refusesReplies?: boolean } = {},
): void {
  describe(`the messenger contract: ${name}`, () => {
    let h: MessengerHarness;
    let since: Date;
    const rendered = (text: string) => h.messenger.render(h.message(text));
    const found = (...addresses: Address[]) => (searches ? addresses : []);
    const problem = async (attempt: Promise<unknown>) => {
      const error = await attempt.then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(MessengerError);
      return (error as MessengerError).problem;
    };

    beforeEach(async () => {
      h = await start();
      since = h.now();
    });
    afterEach(() => h.stop());

    test('equal messages have equal hashes, different ones do not', () => {
      expect(rendered('one').hash).toBe(rendered('one').hash);
      expect(rendered('one').hash).not.toBe(rendered('two').hash);
    });

    test('posts to a channel and updates in place', async () => {
      const at = await h.messenger.post(h.channel, rendered('one'), 'n1');
      expect(await h.shown(at)).toBe('one');
      await h.messenger.update(at, rendered('two'));
      expect(await h.texts(h.channel)).toEqual(['two']);
    });

    test('posts to a person', async () => {
      const at = await h.messenger.post(h.person, rendered('hello'), 'n1');
      expect(await h.shown(at)).toBe('hello');
      expect(await h.texts(h.channel)).toEqual([]);
    });

    test('finds its posts by nonce, oldest first, an update notwithstanding', async () => {
      const first = await h.messenger.post(h.channel, rendered('one'), 'n1');
      await h.messenger.post(h.channel, rendered('other'), 'n2');
      const second = await h.messenger.post(h.channel, rendered('one'), 'n1');
      await h.messenger.update(first, rendered('changed'));
      expect(await h.messenger.find(h.channel, 'n1', since)).toEqual(found(first, second));
      expect(await h.messenger.find(h.channel, 'nobody', since)).toEqual([]);
    });

    test('finds nothing older than asked for', async () => {
      await h.messenger.post(h.channel, rendered('one'), 'n1');
      expect(await h.messenger.find(h.channel, 'n1', new Date(h.now().getTime() + 1_000))).toEqual([]);
    });

    test('finds its posts to a person', async () => {
      const at = await h.messenger.post(h.person, rendered('hello'), 'n1');
      expect(await h.messenger.find(h.person, 'n1', since)).toEqual(found(at));
    });

    test('replies in a thread and finds the reply there', async () => {
      const card = await h.messenger.post(h.channel, rendered('card'), 'n1');
      const line = await h.messenger.post(h.channel, rendered('line'), 'n2', card);
      expect(await h.messenger.find(h.channel, 'n2', since, card)).toEqual(found(line));
      expect(await h.messenger.find(h.channel, 'n1', since)).toEqual(found(card));
      expect(await h.messenger.find(h.channel, 'n1', since, card)).toEqual([]);
    });

    test('removes, and again without complaint', async () => {
      const at = await h.messenger.post(h.channel, rendered('one'), 'n1');
      await h.messenger.remove(at);
      await h.messenger.remove(at);
      expect(await h.shown(at)).toBeNull();
      expect(await h.messenger.find(h.channel, 'n1', since)).toEqual([]);
    });

    test('a link opens the message that it was asked for, and no other', async () => {
      const first = await h.messenger.post(h.channel, rendered('one'), 'n1');
      const second = await h.messenger.post(h.channel, rendered('two'), 'n2');
      const links = await Promise.all([first, second].map((at) => h.messenger.link(at)));
      expect(await Promise.all(links.map((link) => h.opened(link ?? '')))).toEqual(['one', 'two']);
    });

    test('a message that somebody deleted is gone, for updates and for replies', async () => {
      const at = await h.messenger.post(h.channel, rendered('one'), 'n1');
      h.deletedByHand(at);
      expect(await problem(h.messenger.update(at, rendered('two')))).toEqual({ kind: 'message-gone' });
      if (!refusesReplies) return;
      expect(await problem(h.messenger.post(h.channel, rendered('line'), 'n2', at))).toEqual({ kind: 'message-gone' });
      expect(await h.messenger.find(h.channel, 'n2', since, at)).toEqual([]);
    });

    test('a channel that it does not belong to is impossible, with the reason', async () => {
      const refused = await problem(h.messenger.post(h.closedChannel, rendered('one'), 'n1'));
      expect(refused).toEqual({ kind: 'impossible', reason: expect.any(String) });
    });

    test.each(['post', 'update'] as const)(
      '%s: a rate limit says how long to wait, and nothing happened',
      async (step) => {
        const at = await h.messenger.post(h.channel, rendered('one'), 'n1');
        h.befall(step, 'limit');
        const attempt =
          step === 'post'
            ? h.messenger.post(h.channel, rendered('two'), 'n2')
            : h.messenger.update(at, rendered('two'));
        expect(await problem(attempt)).toEqual({ kind: 'rate-limited', retryAfterMs: 7_000 });
        expect(await h.texts(h.channel)).toEqual(['one']);
      },
    );

    test.each([
      ['break-before', 0],
      ['break-after', 1],
    ] as const)('a post whose connection breaks (%s) is of unknown fate; a search tells', async (what, landed) => {
      h.befall('post', what);
      const lost = await problem(h.messenger.post(h.channel, rendered('one'), 'n1'));
      expect(lost.kind).toBe('fate-unknown');
      expect(await h.messenger.find(h.channel, 'n1', since)).toHaveLength(searches ? landed : 0);
      expect(await h.texts(h.channel)).toHaveLength(landed);
    });

    test('an update whose connection breaks may simply be repeated', async () => {
      const at = await h.messenger.post(h.channel, rendered('one'), 'n1');
      h.befall('update', 'break-after');
      expect((await problem(h.messenger.update(at, rendered('two')))).kind).toBe('temporary');
      await h.messenger.update(at, rendered('two'));
      expect(await h.texts(h.channel)).toEqual(['two']);
    });

    test('a post that could not connect did not happen', async () => {
      h.befall('post', 'no-connection');
      expect((await problem(h.messenger.post(h.channel, rendered('one'), 'n1'))).kind).toBe('temporary');
      expect(await h.messenger.find(h.channel, 'n1', since)).toEqual([]);
    });

    test('posts of one channel share a lane, those of another have their own; updates have another', () => {
      const keys = (step: 'post' | 'update', to: Destination) => h.messenger.lanes(step, to).map(({ key }) => key);
      expect(keys('post', h.channel)).toEqual(keys('post', h.channel));
      expect(keys('post', h.channel)).not.toEqual(keys('post', h.person));
      expect(keys('update', h.channel).filter((key) => keys('post', h.channel).includes(key))).toEqual([]);
      for (const lane of h.messenger.lanes('post', h.channel)) {
        expect(lane.intervalMs).toBeGreaterThan(0);
        expect(lane.burst).toBeGreaterThanOrEqual(1);
      }
    });
  });
}
