import { type NotifyWay, personKey } from '../domain/ladders.js';
import type { Asker } from './asker.js';
import type { ChatDesk } from './chat-desk.js';
import type { Phrase } from './phrase.js';
import { phrase } from './wording.js';

/**
 * Notes how reminders are to reach the one who asks, or tells how they do now. Who is on both platforms chooses for both:
 * a reminder tells them as whichever identity it happens to name.
 */
export async function chooseNotifyWay(
  desk: Pick<ChatDesk, 'notifyWays' | 'links'>,
  { standing }: Asker,
  way: NotifyWay | null,
): Promise<Phrase> {
  if (standing.kind !== 'member') return phrase('refusal.not-a-member');
  const { person } = standing;
  if (way) {
    for (const identity of await desk.links.identitiesOf(standing)) await desk.notifyWays.choose(identity, way);
    return phrase(`notify.done.${way}`);
  }
  const chosen = (await desk.notifyWays.chosenBy([person])).get(personKey(person));
  return phrase('notify.now', {
    now: phrase(`notify.now.${chosen ?? 'unset'}`),
    directly: { command: '/deals notify directly' },
    channel: { command: '/deals notify in channel' },
  });
}
