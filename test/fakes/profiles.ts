import type { ProfileStore } from '../../src/application/ports.js';
import { defaultDesk } from '../../src/config/desk-file.js';
import type { Profile } from '../../src/domain/profile.js';

/** A profile as it is without a `desk.yaml`, with what a test changes. */
export function aProfile(changes: Partial<Profile> = {}): Profile {
  const [profile] = defaultDesk().profiles;
  if (!profile) throw new Error('no default profile');
  return { ...profile, ...changes };
}

export function profileStore(...profiles: Profile[]): ProfileStore {
  return {
    all: async () => profiles,
    byId: async (wanted) => profiles.find(({ id }) => id === wanted) ?? null,
  };
}
