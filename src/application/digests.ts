import { digestOf, morningOf } from '../domain/digest.js';
import type { Profile } from '../domain/profile.js';
import type { Referral, ReferralId } from '../domain/referral.js';
import { localDate } from '../domain/working-time.js';
import { destinationKey, destinationsOf } from './destinations.js';
import type { Message } from './messages.js';
import type { Phrase } from './phrase.js';
import type { Clock, DeliveryStore, ProfileStore, ReferralStore } from './ports.js';
import { outcomeOf, phrase } from './wording.js';

export interface DigestPorts {
  readonly referrals: Pick<ReferralStore, 'list'>;
  readonly profiles: ProfileStore;
  readonly deliveries: Pick<DeliveryStore, 'add'>;
  readonly clock: Clock;
}

/** What stands before a profile's id where a delivery names its referral. */
const prefix = 'digest:';
/** Referrals of each kind that a digest looks at; an inbox beyond that has other worries. */
const mostOfKind = 500;
/** Referrals that a section names. */
const mostNamed = 5;

/**
 * Owes each profile its digest once a working day has begun. A day's digest has one number, so that it is owed once
 * however often and by whomever this is called; one that nobody could owe on its day is dropped.
 */
export async function oweDigests(ports: DigestPorts): Promise<void> {
  const now = ports.clock.now();
  for (const profile of await ports.profiles.all()) {
    const morning = profile.reminders.digest ? morningOf(profile, now) : null;
    if (!morning) continue;
    const day = Number(localDate(profile, morning).replaceAll('-', ''));
    await ports.deliveries.add(
      destinationsOf(profile).map((destination) => ({
        id: `${prefix}${profile.id}:${day}:${destinationKey(destination)}`,
        kind: 'digest',
        referralId: `${prefix}${profile.id}` as ReferralId,
        version: day,
        destination,
        person: null,
        orderKey: `${prefix}${profile.id}:${destinationKey(destination)}`,
        seq: day,
        step: 'post',
        priority: 2,
        dueAt: now,
      })),
    );
  }
}

/**
 * The digest that a delivery is about, worded now; null when there is nothing to say, or its day is over.
 *
 * @param linkTo opens a referral's card; null where there is none
 */
export async function digestMessage(
  ports: Omit<DigestPorts, 'deliveries'>,
  delivery: { readonly referralId: string; readonly version: number },
  linkTo: (referral: Referral, profile: Profile) => Promise<string | null>,
): Promise<Message | null> {
  const profile = await ports.profiles.byId(delivery.referralId.slice(prefix.length));
  const morning = profile && morningOf(profile, ports.clock.now());
  if (!morning || Number(localDate(profile, morning).replaceAll('-', '')) !== delivery.version) return null;
  const list = async (show: 'inbox' | 'active' | 'archive') =>
    (await ports.referrals.list({ profileIds: [profile.id], show: { kind: show }, skip: 0, limit: mostOfKind })).items;
  const [inbox, active, archived] = [await list('inbox'), await list('active'), await list('archive')];
  const digest = digestOf(profile, morning, { open: [...inbox, ...active], archived });
  if (digest.length === 0) return null;
  const lines = await Promise.all(digest.map((section) => sectionLine(section, (one) => linkTo(one, profile))));
  return { kind: 'notice', language: profile.language, lines: [phrase('digest.title'), ...lines] };
}

async function sectionLine(
  { section, referrals }: ReturnType<typeof digestOf>[number],
  linkTo: (referral: Referral) => Promise<string | null>,
): Promise<Phrase> {
  const named = await Promise.all(
    referrals.slice(0, mostNamed).map(async (referral) => {
      const { code, request, state } = referral;
      const url = await linkTo(referral);
      const linked = url === null ? code : { link: { text: phrase('notice.code', { code }), url } };
      const values = { code: linked, customer: request.customer.name };
      const outcome = outcomeOf(state);
      return outcome ? phrase('digest.outcome', { ...values, outcome }) : phrase('digest.item', values);
    }),
  );
  const more = referrals.length - named.length;
  const items = more > 0 ? [...named, phrase('digest.more', { count: more })] : named;
  return phrase(`digest.${section}`, { count: referrals.length, items: { list: items } });
}
