import type { ProfileStore } from '../application/ports.js';
import type { DeskConfig } from './desk-file.js';

/** The business profiles of `desk.yaml`, as they were at start. */
export function fileProfiles({ profiles }: Pick<DeskConfig, 'profiles'>): ProfileStore {
  const byId = new Map(profiles.map((profile) => [profile.id, profile]));
  return { all: async () => profiles, byId: async (id) => byId.get(id) ?? null };
}
