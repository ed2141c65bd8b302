import { personKey } from '../domain/ladders.js';
import { addressOf, linksAmong } from '../domain/links.js';
import type { Person, PersonRef } from '../domain/people.js';
import type { Language } from '../domain/profile.js';
import { type Directory, type Member, PlatformUnavailable } from './ports.js';

/** Of the platforms that are connected. */
export type Directories = Readonly<Partial<Record<Person['platform'], Directory>>>;

/** What somebody is called; null for whoever isn't a full member. @throws PlatformUnavailable */
export async function nameOf(directories: Directories, { platform, id }: PersonRef): Promise<string | null> {
  const standing = await directories[platform]?.standing(id);
  return standing?.kind === 'member' ? standing.person.name : null;
}

/** Names by `personKey`, as far as they can be had now. */
export async function namesOf(
  directories: Directories,
  people: readonly PersonRef[],
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    people.map(async (person) => [personKey(person), await asFarAs(nameOf(directories, person))] as const),
  );
  return new Map(found.flatMap(([key, name]) => (name === null ? [] : [[key, name] as const])));
}

/** The same human being on the other platform; null where it doesn't know them. @throws PlatformUnavailable */
export async function linkedMember(directories: Directories, member: Member): Promise<Member | null> {
  const email = addressOf(member.email);
  if (email === null) return null;
  const other = await directories[member.person.platform === 'slack' ? 'teams' : 'slack']?.memberWith(email);
  return other && linksAmong([member, other]).length > 0 ? other : null;
}

/** How somebody reads; null where neither their platform tells nor the other one where they are known, too. */
export async function languageOf(directories: Directories, { platform, id }: PersonRef): Promise<Language | null> {
  const directory = directories[platform];
  if (!directory) return null;
  return (await asFarAs(directory.languageOf(id))) ?? asFarAs(languageElsewhere());

  async function languageElsewhere(): Promise<Language | null> {
    const standing = await directory?.standing(id);
    const other = standing?.kind === 'member' ? await linkedMember(directories, standing) : null;
    return (other && (await directories[other.person.platform]?.languageOf(other.person.id))) ?? null;
  }
}

/** A text in another language, or without a name, is better than none. */
async function asFarAs<T>(asked: Promise<T | null>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PlatformUnavailable) return null;
    throw error;
  }
}
