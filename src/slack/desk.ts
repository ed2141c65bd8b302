import type { ChatDesk } from '../application/chat-desk.js';
import type { Directory, Messenger } from '../application/ports.js';
import type { ReferralId } from '../domain/referral.js';
import type { Logger } from '../logger.js';

/** All that the listeners need of the rest of the desk. */
export interface SlackDesk extends ChatDesk {
  readonly directory: Directory & { forget(channel: string): void };
  readonly messenger: Messenger;
  /** Draws a referral's cards anew, though nothing about it has changed. */
  readonly redraw: (id: ReferralId) => void;
  /** The bot joined a channel: what could not be delivered there can be now. */
  readonly channelJoined: (channel: string) => void;
  readonly botUserId: string;
  readonly logger: Logger;
}
