import { isGone, profileOf } from './deliver-card.js';
import type { DeliveryAttempt } from './delivery-attempt.js';
import { destinationKey } from './destinations.js';
import { foldMessage } from './fold-message.js';
import type { Fold, FoldPlace } from './fold-ports.js';
import type { Message } from './messages.js';
import type { Rendered } from './ports.js';

/** Gives a notice in a channel, or to a person; several of a profile that come within a short time are one message. */
export async function deliverNotice(attempt: DeliveryAttempt): Promise<void> {
  const { ports, delivery } = attempt;
  const { destination } = delivery;
  const referral = await ports.referrals.byId(delivery.referralId);
  if (!referral) return;
  const profile = await profileOf(ports.profiles, referral);
  const key = `${profile.id}:${destinationKey(destination)}`;
  const reader = destination.kind === 'person' ? destination : null;
  await deliverFold(attempt, { key, reader }, profile.reminders.foldWithin);
}

/**
 * Says something in the message that stands at a place. The first one is posted at once; those that come within the
 * window are added to it, which mentions nobody anew. What is no longer true when it could go out is left out.
 */
export async function deliverFold(attempt: DeliveryAttempt, place: FoldPlace, windowMs: number): Promise<void> {
  const { ports, messenger, delivery } = attempt;
  const { referralId, version, id } = delivery;
  let fold = await ports.folds.join(place, { id, referralId, version }, ports.clock.now(), windowMs);
  let shown = '';

  if (!fold.at) {
    // Whoever began it posts it, with ours in it.
    if (fold.id !== id) return;
    let message: Message | null;
    do {
      message = await foldMessage(attempt, fold);
      if (!message && (await ports.folds.abandon(fold))) return;
      fold = message ? fold : ((await ports.folds.byId(id)) ?? fold);
    } while (!message);
    const rendered = messenger.render(message);
    shown = await postFold(attempt, fold, rendered);
  }

  // Others may have joined meanwhile; whoever looks last shows them all.
  for (;;) {
    const latest = await ports.folds.byId(fold.id);
    const message = latest?.at ? await foldMessage(attempt, latest) : null;
    if (!latest?.at || !message) return;
    const rendered = messenger.render(message);
    if (rendered.hash === shown) {
      // Whoever brings it up to date later need not touch what shows it already.
      if (latest.reader && latest.shown !== shown) await ports.folds.shows(latest.id, latest.at, shown);
      return;
    }
    try {
      await attempt.update(latest.at, rendered);
      shown = rendered.hash;
    } catch (error) {
      if (!isGone(error)) throw error;
      // Somebody deleted it: what has joined since would go unsaid.
      shown = await postFold(attempt, latest, rendered);
    }
  }
}

/** @returns the hash of what it shows; empty where that is unknown, or another holder has posted it meanwhile */
async function postFold(attempt: DeliveryAttempt, { id, at }: Fold, rendered: Rendered): Promise<string> {
  const { ports, messenger } = attempt;
  const { address, isAsRendered } = await attempt.post(rendered, 'notice');
  const shown = isAsRendered ? rendered.hash : null;
  if (await ports.folds.posted(id, address, at, shown)) return shown ?? '';
  const now = (await ports.folds.byId(id))?.at;
  // Only where it stands elsewhere: one that is forgotten was said all the same.
  if (now && now.id !== address.id) await messenger.remove(address);
  return '';
}
