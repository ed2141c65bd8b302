import type { Message } from '../../src/application/messages.js';
import { messengerContract } from '../contracts/messenger-contract.js';
import { start } from '../support/referrals.js';
import { ManualClock } from './clock.js';
import { FakeMessenger } from './messenger.js';

const line = (text: string): Message => ({
  kind: 'line',
  language: 'en',
  text: { key: 'card.title', values: { customer: text } },
});

const faults = {
  limit: { problem: { kind: 'rate-limited', retryAfterMs: 7_000 } },
  'no-connection': { problem: { kind: 'temporary', reason: 'refused' } },
} as const;

messengerContract('the fake', async () => {
  const clock = new ManualClock(start);
  const messenger = new FakeMessenger(clock);
  messenger.closed.add('C9');
  return {
    messenger,
    channel: { platform: 'slack', kind: 'channel', id: 'C1' },
    person: { platform: 'slack', kind: 'person', id: 'U1' },
    closedChannel: { platform: 'slack', kind: 'channel', id: 'C9' },
    message: line,
    now: () => clock.now(),
    shown: (at) => messenger.at(at)?.text ?? null,
    opened(link) {
      const [, channel = '', id = ''] = /([^/]+)\/([^/]+)$/.exec(link) ?? [];
      return messenger.at({ channel, id })?.text ?? null;
    },
    texts: (to) => messenger.texts(to.id),
    deletedByHand: (at) => messenger.delete(at),
    befall(step, what) {
      if (what === 'limit' || what === 'no-connection') return messenger.befall(step, faults[what]);
      const kind = step === 'post' ? 'fate-unknown' : 'temporary';
      messenger.befall(step, { problem: { kind, reason: 'reset' }, landed: what === 'break-after' });
    },
    async stop() {},
  };
});
