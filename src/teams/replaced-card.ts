import { adoptCard } from '../application/adopt-card.js';
import { destinationKey } from '../application/destinations.js';
import { withLink } from '../application/notice-messages.js';
import type { Phrase } from '../application/phrase.js';
import type { Address } from '../application/ports.js';
import { phrase } from '../application/wording.js';
import type { ReferralId } from '../domain/referral.js';
import type { Pressed } from './action-data.js';
import { type Activity, baseOf, scopeOf } from './activity.js';
import type { TeamsDesk } from './desk.js';

/** A card that another one has taken over from. */
export interface Replaced {
  readonly text: Phrase;
  /** Opens the card that counts. */
  readonly url: string | null;
}

/**
 * Design, "Posting": where Teams left a post in doubt, or said that a card was gone, a second one was posted. A click on
 * a card that the desk doesn't know of adopts it; one beside another that it knows is told where that stands, and marked
 * as replaced for everybody.
 *
 * @returns what to say instead of acting; null when the card is the one that counts, or no card at all
 */
export async function replacedCard(
  desk: TeamsDesk,
  activity: Activity,
  pressed: { readonly do: Pressed['do'] | 'unsupported' },
): Promise<Replaced | null> {
  const { replyToId } = activity;
  if (!replyToId || scopeOf(activity) !== 'channel' || !isOnCard(activity, replyToId)) return null;
  // What was opened from a card is finished, wherever the card has gone meanwhile.
  if (!('r' in pressed) || 'n' in pressed || activity.name === 'task/submit') return null;
  const clicked = { channel: baseOf(activity.conversation.id), id: replyToId };
  const referralId = String(pressed.r) as ReferralId;
  const destination = { platform: 'teams', kind: 'channel', id: clicked.channel } as const;
  const known = (await desk.cards.cards(referralId)).get(destinationKey(destination));
  if (known?.channel === clicked.channel && known.id === clicked.id) return null;

  const referral = await desk.referrals.byId(referralId);
  const profile = referral && (await desk.profiles.byId(referral.profileId));
  if (!referral || !profile?.teamsChannels.includes(clicked.channel)) return null;
  const replaced = async (by: Address): Promise<Replaced> => ({
    text: phrase('card.superseded', { code: referral.code }),
    url: await desk.messenger.link(by),
  });
  const messenger = {
    ...desk.messenger,
    // A channel shows that something was deleted, and not where it went on.
    async remove(at: Address) {
      const { text, url } = await replaced(known ?? at);
      const { language } = profile;
      // Nobody's answer waits for it; a card that isn't marked now is marked at its next click.
      desk.messenger
        .update(at, desk.messenger.render({ kind: 'line', language, text: withLink(text, url) }))
        .catch((error) => desk.logger.warn({ err: error, referralId }, 'a replaced card could not be marked'));
    },
  };
  const found = await adoptCard({ cards: desk.cards, messenger }, referral.id, destination, clicked);
  if (found === 'adopted') desk.redraw(referral.id);
  return found === 'duplicate' && known ? replaced(known) : null;
}

/** Cards stand at the top of their thread; lists and answers are replies. */
function isOnCard({ conversation }: Activity, messageId: string): boolean {
  const root = /;messageid=(\d+)$/.exec(conversation.id)?.[1];
  return root === undefined || root === messageId;
}
