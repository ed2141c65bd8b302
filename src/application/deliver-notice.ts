import { customerToTell } from '../domain/customer-notice.js';
import { isOvertaken } from '../domain/overtaken.js';
import type { Told } from '../domain/referral.js';
import { languageOf, namesOf } from './acquaintances.js';
import { cardNear } from './card-near.js';
import { isGone, profileOf } from './deliver-card.js';
import type { DeliveryAttempt } from './delivery-attempt.js';
import { destinationKey } from './destinations.js';
import type { Fold } from './fold-ports.js';
import type { Message } from './messages.js';
import { noticeMessage, unnamedIn } from './notice-messages.js';
import type { Destination, Rendered } from './ports.js';
import { buttonsElsewhere } from './referral-view.js';

/** Notices of one profile at one place that come within this time are one message, in milliseconds. */
const foldWindow = 60_000;

/**
 * Gives a notice in a channel, or to a person. The first one is posted at once; those that come within a minute are
 * added to its message, which mentions nobody anew. What is no longer true when it could go out is left out.
 */
export async function deliverNotice(attempt: DeliveryAttempt): Promise<void> {
  const { ports, messenger, delivery } = attempt;
  const { referralId, version, destination, id } = delivery;
  const referral = await ports.referrals.byId(referralId);
  if (!referral) return;
  const profile = await profileOf(ports.profiles, referral);
  const place = `${profile.id}:${destinationKey(destination)}`;
  let fold = await ports.folds.join(place, { id, referralId, version }, ports.clock.now(), foldWindow);
  let shown = '';

  if (!fold.at) {
    // Whoever began it posts it, with ours in it.
    if (fold.id !== id) return;
    let message: Message | null;
    do {
      message = await messageOf(attempt, fold);
      if (!message && (await ports.folds.abandon(fold))) return;
      fold = message ? fold : ((await ports.folds.byId(id)) ?? fold);
    } while (!message);
    const rendered = messenger.render(message);
    shown = await postFold(attempt, fold, rendered);
  }

  // Others may have joined meanwhile; whoever looks last shows them all.
  for (;;) {
    const latest = await ports.folds.byId(fold.id);
    const message = latest?.at ? await messageOf(attempt, latest) : null;
    if (!latest?.at || !message) return;
    const rendered = messenger.render(message);
    if (rendered.hash === shown) return;
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
  if (await ports.folds.posted(id, address, at)) return isAsRendered ? rendered.hash : '';
  const now = (await ports.folds.byId(id))?.at;
  // Only where it stands elsewhere: one that is forgotten was said all the same.
  if (now && now.id !== address.id) await messenger.remove(address);
  return '';
}

function reaches(told: Told, { kind, platform, id }: Destination): boolean {
  return kind === 'person' ? told.direct.some((one) => one.platform === platform && one.id === id) : told.channel;
}

async function messageOf({ ports, messenger, delivery }: DeliveryAttempt, { entries }: Fold): Promise<Message | null> {
  const { destination } = delivery;
  const notices = await Promise.all(
    entries.map(async ({ referralId, version }) => {
      const referral = await ports.referrals.byId(referralId);
      const event = referral?.history.find((one) => one.version === version);
      const isSaid = referral && event && !isOvertaken(referral, event, (told) => reaches(told, destination));
      return isSaid ? { referral, event } : null;
    }),
  );
  const known = notices.filter((notice) => notice !== null);
  const [first] = known;
  if (!first) return null;
  const profile = await profileOf(ports.profiles, first.referral);
  const names = await namesOf(ports.directories, known.flatMap(unnamedIn));
  const linked = await Promise.all(
    known.map(async (notice) => {
      const { referral, event } = notice;
      const card = await cardNear(ports.cards, destination, referral.id, profile);
      const customerTold = customerToTell(referral, event, profile.tellCustomer) !== null;
      return { ...notice, link: card && (await messenger.link(card)), customerTold };
    }),
  );
  const { platform, kind, id } = destination;
  if (kind !== 'person' || platform === 'mail') return noticeMessage(linked, { language: profile.language, names });
  // In private it stands in the reader's language, with what they can do about it.
  const language = (await languageOf(ports.directories, { platform, id })) ?? profile.language;
  const now = ports.clock.now();
  return noticeMessage(linked, { language, names, buttonsOf: (referral) => buttonsElsewhere(referral, now) });
}
