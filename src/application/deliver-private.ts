import { isGone } from './deliver-card.js';
import type { DeliveryAttempt } from './delivery-attempt.js';
import { foldMessage } from './fold-message.js';

/**
 * Brings what a person was told in private about a referral to its present state: somebody has acted, so its buttons go
 * or change. What has not been posted yet is left to whoever posts it, and looks again afterwards.
 */
export async function deliverPrivate(attempt: DeliveryAttempt): Promise<void> {
  const { folds } = attempt.ports;
  const { referralId, destination } = attempt.delivery;
  for (const { id } of await folds.privateAbout(referralId, destination)) await bringUpToDate(attempt, id);
}

async function bringUpToDate(attempt: DeliveryAttempt, id: string): Promise<void> {
  const { ports, messenger } = attempt;
  for (;;) {
    const fold = await ports.folds.byId(id);
    const message = fold?.at ? await foldMessage(attempt, fold) : null;
    if (!fold?.at || !message) return;
    const rendered = messenger.render(message);
    if (rendered.hash === fold.shown) return;
    try {
      await attempt.update(fold.at, rendered);
    } catch (error) {
      if (!isGone(error)) throw error;
      return ports.folds.forget(id);
    }
    await ports.folds.shows(id, fold.at, rendered.hash);
  }
}
