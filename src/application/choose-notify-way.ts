import { type NotifyWay, personKey } from '../domain/ladders.js';
import type { Asker } from './asker.js';
import type { ChatDesk } from './chat-desk.js';
import type { Phrase } from './phrase.js';
import { phrase } from './wording.js';

/** Notes how reminders are to reach the one who asks, or tells how they do now. */
export async function chooseNotifyWay(
  desk: Pick<ChatDesk, 'notifyWays'>,
  { standing }: Asker,
  way: NotifyWay | null,
): Promise<Phrase> {
  if (standing.kind !== 'member') return phrase('refusal.not-a-member');
  const { person } = standing;
  if (way) {
    await desk.notifyWays.choose(person, way);
    return phrase(`notify.done.${way}`);
  }
  const chosen = (await desk.notifyWays.chosenBy([person])).get(personKey(person));
  return phrase('notify.now', {
    now: phrase(`notify.now.${chosen ?? 'unset'}`),
    directly: { command: '/deals notify directly' },
    channel: { command: '/deals notify in channel' },
  });
}
