import { nameOf } from './acquaintances.js';
import { deliverCard, isGone, profileOf } from './deliver-card.js';
import { type DeliveryAttempt, NotYet } from './delivery-attempt.js';
import { destinationKey } from './destinations.js';
import type { Mention, Message } from './messages.js';
import { PlatformUnavailable } from './ports.js';

/** When a platform that can't tell names is asked again, in milliseconds. */
const askAgainAfter = 5_000;

/** Writes one line about an event into the thread of the card; a card that is missing is posted first. */
export async function deliverLine(attempt: DeliveryAttempt): Promise<void> {
  const { ports, messenger, delivery } = attempt;
  const { destination, referralId } = delivery;
  const found = await ports.cards.withReferral(referralId);
  const event = found?.referral.history.find(({ version }) => version === delivery.version);
  if (!found || !event) return;
  const { referral, cards } = found;
  const message = ports.texts.line(referral, event, await profileOf(ports.profiles, referral));
  if (!message) return;
  const rendered = messenger.render(await withNames(attempt, message));

  const card = cards.get(destinationKey(destination)) ?? (await deliverCard(attempt));
  if (!card) return;
  try {
    await attempt.post(rendered, 'line', card);
  } catch (error) {
    // A card posted just now that is gone again is taken up at the next try.
    if (!isGone(error)) throw error;
    await ports.cards.removeCard(referralId, destination);
    const renewed = await deliverCard(attempt);
    if (renewed) await attempt.post(rendered, 'line', renewed);
  }
}

/** Where people are mentioned by name: a mention without one would reach nobody, so the line waits for the names. */
async function withNames({ ports, messenger, delivery }: DeliveryAttempt, message: Message): Promise<Message> {
  if (message.kind !== 'line' || !message.mentions || !messenger.mentionsByName) return message;
  const name = async (mention: Mention): Promise<Mention> => {
    if (mention.kind !== 'person' || mention.platform !== delivery.destination.platform) return mention;
    const found = await nameOf(ports.directories, mention);
    return found === null ? mention : { ...mention, name: found };
  };
  try {
    return { ...message, mentions: await Promise.all(message.mentions.map(name)) };
  } catch (error) {
    if (!(error instanceof PlatformUnavailable)) throw error;
    throw new NotYet('people-unknown', new Date(ports.clock.now().getTime() + askAgainAfter));
  }
}
