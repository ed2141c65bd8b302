import { personKey } from '../domain/ladders.js';
import type { Person, PersonRef } from '../domain/people.js';
import type { Language } from '../domain/profile.js';
import { type Directory, PlatformUnavailable } from './ports.js';

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

/** How somebody reads; null where their platform doesn't tell. */
export async function languageOf(directories: Directories, { platform, id }: PersonRef): Promise<Language | null> {
  return asFarAs(directories[platform]?.languageOf(id) ?? Promise.resolve(null));
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
