import { type ChosenWays, personKey, type Tell } from './ladders.js';
import { type Links, type Person, type PersonRef, personRefOf, samePerson } from './people.js';
import type { Profile } from './profile.js';
import type { Referral, Told } from './referral.js';

/** Whoever acted so recently, in milliseconds, isn't told what they just saw. */
const justActed = 60_000;

/** Everybody whom a profile's notices may concern, and whoever acted last: those who may be one on two platforms. */
export function concernedByNotices({ state, history }: Referral, { reminders }: Profile): PersonRef[] {
  const named = [...reminders.normal, ...reminders.urgent].flatMap(({ tell }) =>
    tell.flatMap((one) => (one.to === 'person' ? [one.person] : [])),
  );
  const escalated = Object.values(reminders.escalations).flatMap(({ people }) => people);
  const last = history.findLast(({ by }) => by !== null)?.by;
  const quiet = reminders.inChannel.map(personRefOf);
  return [...(state.owner ? [state.owner] : []), ...(last ? [last] : []), ...named, ...escalated, ...quiet];
}

/**
 * Whom a notice reaches, and how. Once somebody is on a new referral, the ladder is theirs: what would have told the
 * channel or a group tells them instead; escalations and people named in the configuration stay.
 * Who has two linked identities is told once: as the owner where they are on it, else as they are named first.
 *
 * @param chosen what people chose for themselves, which wins over the profile's `inChannel`
 */
export function audienceOf(
  tell: readonly Tell[],
  referral: Referral,
  profile: Profile,
  now: Date,
  links: Links = [],
  chosen: ChosenWays = new Map(),
): Told {
  const { owner } = referral.state;
  const theirs = referral.state.kind === 'new' && owner !== null;
  const { escalations, inChannel } = profile.reminders;
  const people: (PersonRef & { readonly name?: string })[] = [];
  const groups: string[] = [];
  let channel = false;
  for (const one of tell) {
    const moved = theirs && (one.to === 'channel' || one.to === 'user-group' || one.to === 'thread');
    if (one.to === 'person') people.push(one.person);
    else if (one.to === 'escalation') {
      people.push(...(escalations[one.name]?.people ?? []));
      groups.push(...(escalations[one.name]?.userGroups ?? []));
    } else if (one.to === 'owner' || moved) {
      if (owner) people.push(owner);
    } else if (one.to === 'user-group') groups.push(one.id);
    else if (one.to === 'channel') channel = true;
  }
  const actor = lastActor(referral, now);
  const told = unique(people, owner, links).filter((person) => !samePerson(person, actor, links));
  const quiet = inChannel.map(personRefOf);
  const configured = (person: PersonRef) => quiet.some((one) => samePerson(one, person, links));
  // Nobody can be mentioned on a platform where no card stands.
  const isInChannel = (person: PersonRef) =>
    (person.platform === 'slack' ? profile.slackChannels : profile.teamsChannels).length > 0 &&
    (chosen.get(personKey(person)) ?? (configured(person) ? 'in-channel' : 'directly')) === 'in-channel';
  return {
    channel,
    groups: [...new Set(groups)],
    mentioned: told.filter(isInChannel).map(plain),
    direct: told.filter((person) => !isInChannel(person)).map(plain),
  };
}

function lastActor({ history }: Referral, now: Date): Person | null {
  const last = history.findLast(({ by }) => by !== null);
  return last && now.getTime() - last.at.getTime() < justActed ? last.by : null;
}

/** The first mention of each, the owner as the identity that took it. */
function unique<T extends PersonRef>(people: readonly T[], owner: Person | null, links: Links): (T | Person)[] {
  return people
    .filter((person, index) => people.findIndex((other) => samePerson(other, person, links)) === index)
    .map((person) => (owner && samePerson(person, owner, links) && !samePerson(person, owner) ? owner : person));
}

function plain({ platform, id, name }: PersonRef & { readonly name?: string }): Told['direct'][number] {
  return { platform, id, ...(name === undefined ? {} : { name }) };
}
