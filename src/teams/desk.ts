import type { ChatDesk } from '../application/chat-desk.js';
import type { ConversationStore, Messenger } from '../application/ports.js';
import type { ReaderStore } from '../application/reader-ports.js';
import type { Profile } from '../domain/profile.js';
import type { ReferralId } from '../domain/referral.js';
import type { Logger } from '../logger.js';
import type { TeamsDirectory } from './directory.js';

/** All that the listeners need of the rest of the desk. */
export interface TeamsDesk extends ChatDesk {
  readonly directory: TeamsDirectory;
  readonly messenger: Messenger;
  readonly conversations: ConversationStore;
  readonly readers: ReaderStore;
  /** Brings the cards of a referral to its present state, although nothing is owed. */
  readonly redraw: (id: ReferralId) => void;
  /** The bot came to channels: what could not be delivered there can be now. */
  readonly channelsJoined: (channels: readonly string[]) => void;
  /** The bot was removed from channels that show cards of these profiles. */
  readonly channelsLost: (channels: readonly string[], profiles: readonly Profile[]) => void;
  readonly logger: Logger;
}
