import type { PersonRef, Tell } from './ladders.js';
import type { Person } from './people.js';
import type { Profile } from './profile.js';
import type { Referral, Told } from './referral.js';

/** Whoever acted so recently, in milliseconds, isn't told what they just saw. */
const justActed = 60_000;

/**
 * Whom a notice reaches, and how. Once somebody is on a new referral, the ladder is theirs: what would have told the
 * channel or a group tells them instead; escalations and people named in the configuration stay.
 */
export function audienceOf(tell: readonly Tell[], referral: Referral, profile: Profile, now: Date): Told {
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
  const told = unique(people).filter((person) => !(actor && isSame(person, actor)));
  const isInChannel = ({ id }: PersonRef) => inChannel.includes(id);
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

const isSame = (a: PersonRef, b: PersonRef) => a.platform === b.platform && a.id === b.id;

/** The first mention of each; an owner's name is known, that of a configured person is not. */
function unique<T extends PersonRef>(people: readonly T[]): T[] {
  return people.filter((person, index) => people.findIndex((other) => isSame(other, person)) === index);
}

function plain({ platform, id, name }: PersonRef & { readonly name?: string }): Told['direct'][number] {
  return { platform, id, ...(name === undefined ? {} : { name }) };
}
