import type { CommandType } from '../domain/commands.js';
import { linksAmong } from '../domain/links.js';
import { type Links, type Person, type PersonRef, personRefOf, samePerson } from '../domain/people.js';
import type { Profile } from '../domain/profile.js';
import type { Referral } from '../domain/referral.js';
import type { Logger } from '../logger.js';
import { elsewhere, linkedMember } from './acquaintances.js';
import { rightsOf } from './permissions.js';
import type { Directory, Member, Standing } from './ports.js';
import { within } from './within.js';

/** Who is one human being on two platforms. */
export interface LinkedPeople {
  /** The links among these. Asks nobody where all are of one platform. */
  among(people: readonly (PersonRef | null | undefined)[]): Promise<Links>;
  /** All identities of a member, the given one first. */
  identitiesOf(member: Member): Promise<readonly Person[]>;
}

/**
 * Links as the platforms' directories tell them at the time (they remember an answer for some minutes). Nothing is kept:
 * an address that moves to somebody else, a member who becomes a guest or leaves, is unlinked by the directory itself. A
 * platform that can't be asked links nobody: then each identity may do what it may by itself.
 *
 * @param options.directories those that are connected by now; they coalesce and remember what is asked of them
 * @param options.patienceMs how long a click waits for a platform that it wasn't made on
 */
export function linkedPeople(options: {
  readonly directories: { readonly [platform in Person['platform']]?: Directory };
  readonly logger: Logger;
  readonly patienceMs?: number;
}): LinkedPeople {
  const { directories, logger, patienceMs = 1_000 } = options;

  async function asked<T>(platform: Person['platform'], question: (of: Directory) => Promise<T>): Promise<T | null> {
    const directory = directories[platform];
    if (!directory) return null;
    try {
      const answer = await within(question(directory), patienceMs);
      if (answer.done) return answer.value;
      answer.later.catch(() => {});
      logger.debug({ platform }, 'a directory is slow to say who is linked');
    } catch (error) {
      logger.debug({ err: error, platform }, 'a directory could not say who is linked');
    }
    return null;
  }

  return {
    async among(people) {
      const known = people.filter((person) => !!person);
      const unique = known.filter((one, index) => known.findIndex((other) => samePerson(one, other)) === index);
      if (unique.every(({ platform }) => platform === unique[0]?.platform)) return [];
      const standings = await Promise.all(
        unique.map(({ platform, id }) => asked<Standing>(platform, (directory) => directory.standing(id))),
      );
      return linksAmong(standings.filter((standing) => standing?.kind === 'member'));
    },

    async identitiesOf(member) {
      const { person } = member;
      const other = await asked(elsewhere(person.platform), () => linkedMember(directories, member));
      return other ? [person, other.person] : [person];
    },
  };
}

/**
 * Whose links may change what somebody may do: only those that the command asked for is decided by, and only where their
 * own identity isn't enough. So a burst of accepts asks the other platform nothing.
 *
 * @param asked.to the one to whom it is to be assigned, where that is known
 */
export function concerned(
  by: Standing,
  profile: Profile,
  asked?: { readonly referral: Referral; readonly type: CommandType; readonly to?: Person | undefined },
): (PersonRef | null | undefined)[] {
  if (by.kind !== 'member') return [];
  const own = rightsOf(by, profile);
  const manages = asked?.type === 'assign' || asked?.type === 'reopen';
  const enough = own.may && (own.actor.manages || !manages);
  const named = enough ? [] : [...profile.people, ...profile.managers].filter((entry) => !entry.includes('@'));
  return [
    by.person,
    // Of their own platform they are named themselves.
    ...named.map(personRefOf).filter(({ platform }) => platform !== by.person.platform),
    ...(asked?.type === 'undo' ? [asked.referral.undo?.by] : []),
    ...(asked?.type === 'assign' ? [asked.referral.state.owner, asked.to] : []),
  ];
}
