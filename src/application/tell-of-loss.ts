import { randomBytes } from 'node:crypto';
import { type PersonRef, personRefOf } from '../domain/people.js';
import type { Profile } from '../domain/profile.js';
import type { Logger } from '../logger.js';
import { type Directories, languageOf } from './acquaintances.js';
import { type ChatDestination, destinationKey, destinationsOf } from './destinations.js';
import type { Destination, Messenger } from './ports.js';
import { phrase } from './wording.js';

export interface LossPorts {
  readonly messengers: Readonly<Partial<Record<Destination['platform'], Messenger>>>;
  readonly directories: Directories;
  readonly logger: Logger;
}

/**
 * Tells a profile's people that the bot was removed from channels which show its cards: in its other channels, and in
 * private those whom the profile names. At most once, since nothing depends on it: /readyz says it too.
 */
export async function tellOfLoss(
  ports: LossPorts,
  lost: ReadonlySet<string>,
  profiles: readonly Profile[],
): Promise<void> {
  for (const profile of profiles) {
    const channels = destinationsOf(profile).filter(({ id }) => !lost.has(id));
    const targets = [...channels, ...(await namedPeople(ports, profile))];
    for (const to of new Map(targets.map((target) => [destinationKey(target), target])).values()) {
      await tell(ports, to, profile);
    }
  }
}

async function tell(
  { messengers, directories, logger }: LossPorts,
  to: ChatDestination,
  profile: Profile,
): Promise<void> {
  const messenger = messengers[to.platform];
  if (!messenger) return;
  try {
    const own = to.kind === 'person' ? await languageOf(directories, to) : null;
    const text = phrase('channel.lost', { profile: profile.name });
    const rendered = messenger.render({ kind: 'line', language: own ?? profile.language, text });
    await messenger.post(to, rendered, randomBytes(16).toString('base64url'));
  } catch (error) {
    logger.warn({ err: error, to: to.id }, 'somebody could not be told that a channel was lost');
  }
}

/**
 * Those that a profile names: by the ids that platforms give (Slack's users, objects of Microsoft Entra), or by an
 * address, on the first platform that knows it.
 */
async function namedPeople(ports: LossPorts, { people, managers }: Profile): Promise<ChatDestination[]> {
  const found = await Promise.all(
    [...new Set([...people, ...managers])].map((name) =>
      name.includes('@') ? withAddress(ports, name) : personRefOf(name),
    ),
  );
  return found.flatMap((person) => (person ? [{ platform: person.platform, kind: 'person', id: person.id }] : []));
}

async function withAddress({ directories, logger }: LossPorts, address: string): Promise<PersonRef | null> {
  for (const directory of Object.values(directories)) {
    try {
      const member = await directory.memberWith(address);
      if (member) return member.person;
    } catch (error) {
      logger.warn({ err: error }, 'a directory could not be asked for somebody who should hear of a lost channel');
    }
  }
  return null;
}
