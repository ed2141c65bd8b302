import type { Profile } from '../domain/profile.js';
import type { ActOnReferral } from './act-on-referral.js';
import type { LinkedPeople } from './linked-people.js';
import type { NotifyStore } from './notify-ports.js';
import type { CardStore, Clock, Directory, ProfileStore, ReferralStore } from './ports.js';
import type { ReceiveReferral } from './receive-referral.js';
import type { ViewContext } from './referral-view.js';
import type { ToldOnce } from './told-once.js';

/** All that people's clicks, forms and commands need of the desk, whatever platform they come from. */
export interface ChatDesk {
  readonly act: ActOnReferral;
  readonly receive: ReceiveReferral;
  readonly referrals: ReferralStore;
  readonly cards: CardStore;
  readonly profiles: ProfileStore;
  /** Of the platform that the person is on. */
  readonly directory: Directory;
  readonly links: LinkedPeople;
  readonly notifyWays: NotifyStore;
  readonly clock: Clock;
  readonly told: ToldOnce;
  /** So long a platform is kept waiting for an answer, in milliseconds. */
  readonly answerWithinMs: number;
  readonly viewContext: (profile: Profile) => ViewContext;
}
