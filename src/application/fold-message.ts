import { customerToTell } from '../domain/customer-notice.js';
import { isOvertaken } from '../domain/overtaken.js';
import type { Told } from '../domain/referral.js';
import { languageOf, namesOf } from './acquaintances.js';
import { cardNear } from './card-near.js';
import { profileOf } from './deliver-card.js';
import type { DeliveryAttempt } from './delivery-attempt.js';
import type { Fold } from './fold-ports.js';
import type { Message } from './messages.js';
import { noticeMessage, unnamedIn } from './notice-messages.js';
import type { Destination } from './ports.js';
import { buttonsElsewhere } from './referral-view.js';

/**
 * What a message of notices says as things stand; null: nothing that need be said. One that stands in private shows what
 * has become of its referrals once it isn't true any more.
 */
export async function foldMessage(
  { ports, messenger, delivery }: DeliveryAttempt,
  { entries, at }: Fold,
): Promise<Message | null> {
  const { destination } = delivery;
  const isPrivate = destination.kind === 'person';
  const stands = isPrivate && at !== null;
  const notices = await Promise.all(
    entries.map(async ({ referralId, version }) => {
      const referral = await ports.referrals.byId(referralId);
      const event = referral?.history.find((one) => one.version === version);
      if (!referral || !event) return null;
      // What somebody has read in private stays, unless the same message says it better.
      const mayGo = !stands || entries.some((one) => one.referralId === referralId && one.version > version);
      const isOver = mayGo && isOvertaken(referral, event, (told) => reaches(told, destination));
      return isOver ? null : { referral, event };
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
  const { platform, id } = destination;
  if (!isPrivate || platform === 'mail') return noticeMessage(linked, { language: profile.language, names });
  // In private it stands in the reader's language, with what they can do about it.
  const language = (await languageOf(ports.directories, { platform, id })) ?? profile.language;
  const now = ports.clock.now();
  return noticeMessage(linked, {
    language,
    names,
    buttonsOf: (referral) => buttonsElsewhere(referral, now),
    ...(stands ? { settledFor: profile } : {}),
  });
}

function reaches(told: Told, { kind, platform, id }: Destination): boolean {
  return kind === 'person' ? told.direct.some((one) => one.platform === platform && one.id === id) : told.channel;
}
