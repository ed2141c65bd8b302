import { createContext, useContext } from 'react';
import type { TeamsPerson } from '../../teams-page-api.js';

export interface CardAction {
  message: string;
  /** Its place in the card. */
  action: string;
  inputs: Record<string, string>;
}

/** Through whose eyes Teams is shown, and what happens when they press something. */
export interface TeamsReader {
  me: string;
  users: ReadonlyMap<string, TeamsPerson>;
  /** The same people, and the same object as long as they are. */
  people: readonly TeamsPerson[];
  locale: string;
  tz: string;
  /** In the conversation that is shown. */
  onAction: (action: CardAction) => Promise<void>;
}

const TeamsReaderContext = createContext<TeamsReader>({
  me: '',
  users: new Map(),
  people: [],
  locale: 'en-US',
  tz: 'UTC',
  onAction: async () => undefined,
});

export const TeamsReaderProvider = TeamsReaderContext.Provider;

export function useTeamsReader(): TeamsReader {
  return useContext(TeamsReaderContext);
}
