import type { Logger } from '../../logger.js';
import type { Clock } from '../shared/clock.js';
import type { BotRegistration, Conversation, Team, TeamsUser } from './model.js';

export interface TeamsStandInOptions {
  /** The app's messaging endpoint; can be set later. */
  requestUrl?: string;
  /**
   * `tokens` signs what the app gets and asks for the connector's own tokens, as Teams does; `emulator`, the default,
   * does neither.
   */
  authentication?: 'tokens' | 'emulator';
  bot?: Partial<BotRegistration>;
  tenantId?: string;
  users?: readonly TeamsUser[];
  team?: Team;
  conversations?: readonly Conversation[];
  /** Of message ids, activities' times and rate limits. Tokens carry the real time. */
  now?: Clock;
  /** Enforce Teams' rate limits; off unless asked for. */
  rateLimits?: boolean;
  /** Keeps the conversations across restarts. */
  stateFile?: string;
  /** 0, a free one, unless said otherwise. */
  port?: number;
  logger?: Logger;
}
