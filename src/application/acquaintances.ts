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

/** Whom the other platform knows by the same address; null where it knows nobody. @throws PlatformUnavailable */
export async function linkedMember(directories: Directories, member: Member): Promise<Member | null> {
  const email = addressOf(member.email);
  if (email === null) return null;
  const other = await directories[elsewhere(member.person.platform)]?.memberWith(email);
  return other && linksAmong([member, other]).length > 0 ? other : null;
}

/** The other one of two. */
export const elsewhere = (platform: Person['platform']): Person['platform'] =>
  platform === 'slack' ? 'teams' : 'slack';

/** How somebody reads; null where neither their platform tells nor the other one where they are known, too. */
export async function languageOf(directories: Directories, person: PersonRef): Promise<Language | null> {
  return (await asFarAs(languageThere(directories, person))) ?? asFarAs(languageElsewhere(directories, person));
}

async function languageThere(directories: Directories, { platform, id }: PersonRef): Promise<Language | null> {
  return (await directories[platform]?.languageOf(id)) ?? null;
}

async function languageElsewhere(directories: Directories, { platform, id }: PersonRef): Promise<Language | null> {
  const standing = await directories[platform]?.standing(id);
  const other = standing?.kind === 'member' ? await linkedMember(directories, standing) : null;
  return other && languageThere(directories, other.person);
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
