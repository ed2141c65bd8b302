import type { ActOnReferral } from '../application/act-on-referral.js';
import type { CardStore, Clock, Directory, Messenger, ProfileStore, ReferralStore } from '../application/ports.js';
import type { ReceiveReferral } from '../application/receive-referral.js';
import type { ViewContext } from '../application/referral-view.js';
import type { Profile } from '../domain/profile.js';
import type { ReferralId } from '../domain/referral.js';
import type { Logger } from '../logger.js';

/** All that the listeners need of the rest of the desk. */
export interface SlackDesk {
  readonly act: ActOnReferral;
  readonly receive: ReceiveReferral;
  readonly referrals: ReferralStore;
  readonly cards: CardStore;
  readonly profiles: ProfileStore;
  readonly directory: Directory & { forget(channel: string): void };
  readonly messenger: Messenger;
  readonly clock: Clock;
  readonly viewContext: (profile: Profile) => ViewContext;
  /** Starts the deliveries of a referral. */
  readonly sync: (id: ReferralId) => void;
  /** The bot joined a channel: what could not be delivered there can be now. */
  readonly channelJoined: (channel: string) => void;
  readonly botUserId: string;
  readonly logger: Logger;
}
