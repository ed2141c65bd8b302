import { isOvertaken } from '../domain/overtaken.js';
import type { Profile } from '../domain/profile.js';
import type { HistoryEvent, Referral, Told } from '../domain/referral.js';
import type { Message } from './messages.js';
import { isStillTrue, mentionsOf } from './notice-messages.js';
import { cardView, type ViewContext } from './referral-view.js';
import { doerOf, eventPhrase } from './wording.js';

/** The card of a referral, in its profile's language. */
export function cardMessage(referral: Referral, context: ViewContext): Message {
  return { kind: 'card', language: context.profile.language, view: cardView(referral, context) };
}

/** One short line about an event, for the card's thread; null for a reminder that need not be said any more. */
export function lineMessage(referral: Referral, event: HistoryEvent, profile: Profile): Message | null {
  if (event.type === 'reminded' && !isStillTrue({ referral, event })) return null;
  const mentions = mentionsOf(event);
  const isNamed = (told: Told) => {
    const named = mentionsOf({ told }).map((mention) => JSON.stringify(mention));
    return mentions.every((mention) => named.includes(JSON.stringify(mention)));
  };
  if (isOvertaken(referral, event, isNamed)) return null;
  return {
    kind: 'line',
    language: profile.language,
    text: eventPhrase(event, referral, doerOf(event.by, profile)),
    ...(mentions.length > 0 ? { mentions } : {}),
  };
}
