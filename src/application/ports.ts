/*
 * Everything that the outside implements, in one place: whoever writes an adapter or a fake reads this file and no other.
 */
import type { Effect, Refusal } from '../domain/commands.js';
import type { Person } from '../domain/people.js';
import type { Language, Profile } from '../domain/profile.js';
import type { HistoryEvent, Outcome, RecordedCommand, Referral, ReferralId } from '../domain/referral.js';
import type { Message } from './messages.js';

/** The time, as an argument. Production gives the store's clock, tests their own. */
export interface Clock {
  now(): Date;
}

/** The store can't be reached or refuses writes at the moment; nothing was changed or its fate is unknown. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** A chat platform can't be asked at the moment. Whoever asked gets "try again in a moment", never a guess. */
export class PlatformUnavailable extends Error {
  override readonly name: string = 'PlatformUnavailable';
  readonly platform: Person['platform'];

  constructor(platform: Person['platform'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.platform = platform;
  }
}

/** A versioned write: what `decide` answered with, saved together or not at all. */
export interface Change {
  /** The state to save; its `version` is one above the one that was read. */
  readonly next: Referral;
  readonly event: HistoryEvent;
  readonly recorded: RecordedCommand;
  readonly effects: readonly Effect[];
  /** Effects that an undo can still stop: they leave the outbox from `until` on. An undo itself holds nothing back. */
  readonly held?: readonly { readonly effect: Effect; readonly until: Date }[];
  /** The command whose held-back effects this undo cancels. */
  readonly cancels?: string;
}

export type SaveAnswer =
  | 'saved'
  /** Somebody else wrote first: read and decide again. */
  | 'conflict'
  /** An effect that the undo should cancel is already on its way. */
  | 'already-sent';

/**
 * Which referrals a list shows. Every kind is served from an index:
 * inbox: urgent ones first, then those that expire first · active: latest accepted first · mine: what waits for an
 * answer before what is active, urgent first, then oldest · archive: latest closed first.
 */
export interface ReferralQuery {
  readonly profileIds: readonly string[];
  readonly show:
    | { readonly kind: 'inbox' }
    | { readonly kind: 'active' }
    /** `owners`: all identities of one person. */
    | { readonly kind: 'mine'; readonly owners: readonly Person[] }
    | { readonly kind: 'archive'; readonly outcome?: Outcome };
  readonly skip: number;
  readonly limit: number;
}

export interface ReferralStore {
  /** Creates it, or answers with the one that already has this source and external id. */
  create(
    referral: Referral,
    effects: readonly Effect[],
  ): Promise<{ readonly created: boolean; readonly referral: Referral } | 'code-taken'>;
  byId(id: string): Promise<Referral | null>;
  byCode(code: string): Promise<Referral | null>;
  bySource(name: string, externalId: string): Promise<Referral | null>;
  /** One `findOneAndUpdate` that names the version it decided on. */
  save(change: Change): Promise<SaveAnswer>;
  list(query: ReferralQuery): Promise<{ readonly items: readonly Referral[]; readonly total: number }>;
}

/** Where a message of ours stands. */
export interface Address {
  readonly channel: string;
  /** The platform's message id (Slack: `ts`). */
  readonly id: string;
}

/** A card as it stands at one destination. */
export interface CardAddress extends Address {
  /** Hash of what was rendered last, and the referral's version it showed. */
  readonly hash: string;
  readonly version: number;
}

/**
 * Where messages go: a channel, a person's direct messages, or (`mail`) a person's mailbox. The id of a mailbox says
 * whose it is and never the address, because ids are logged.
 */
export interface Destination {
  readonly platform: 'slack' | 'teams' | 'mail';
  readonly kind: 'channel' | 'person';
  readonly id: string;
}

/**
 * A conversation that the bot was added to: how to write there without being asked. Only ever learned from what the
 * platform itself sent, proven to be from it.
 */
export interface KnownConversation {
  /** A channel's or chat's id; for a private chat the person's. */
  readonly id: string;
  readonly kind: 'channel' | 'group' | 'person';
  /** As the platform addresses it; equals `id` except in private chats. */
  readonly conversation: string;
  /** What the channel belongs to; null for chats. */
  readonly team: string | null;
  /** The team's group in Microsoft Entra, which links name; null while the platform hasn't told. */
  readonly group: string | null;
  readonly tenant: string;
  /** Where the platform takes messages for it. */
  readonly serviceUrl: string;
  /** The bot's own id there. */
  readonly bot: string;
  /** When the bot was removed from it; null while it belongs. */
  readonly closedAt: Date | null;
}

export interface ConversationStore {
  byId(id: string): Promise<KnownConversation | null>;
  /** Those that the bot belongs to, of one team or of all. */
  open(team?: string): Promise<readonly KnownConversation[]>;
  /** Notes one, replacing what was known by that id. */
  note(conversation: KnownConversation): Promise<void>;
  /** The bot was removed from a team or chat. Returns the ids of what was open until now. */
  close(of: { readonly team: string } | { readonly id: string }, at: Date): Promise<readonly string[]>;
}

/** A referral, and where its cards stand, by `destinationKey`. */
export interface ReferralAndCards {
  readonly referral: Referral;
  readonly cards: ReadonlyMap<string, CardAddress>;
}

/** The cards of a referral. Writes here never touch its version. */
export interface CardStore {
  cards(id: ReferralId): Promise<ReadonlyMap<string, CardAddress>>;
  /** Both in one look; null when there is no such referral. */
  withReferral(id: ReferralId): Promise<ReferralAndCards | null>;
  /** @returns the referral's version at that moment; null when it is no more */
  setCard(id: ReferralId, destination: Destination, card: CardAddress): Promise<number | null>;
  removeCard(id: ReferralId, destination: Destination): Promise<void>;
  /** What that card shows is not known any more; nothing, where another one stands there by now. */
  doubt(id: ReferralId, destination: Destination, card: CardAddress): Promise<void>;
}

/** An effect as it lies in the referral's outbox. */
export interface OwedEffect {
  /** `${referralId}:${version}:${n}`, so that carrying it over twice makes one delivery. */
  readonly id: string;
  readonly effect: Effect;
  /** The referral's version that owes it. */
  readonly version: number;
  readonly commandId: string | null;
}

export interface Owing {
  readonly referral: Referral;
  readonly effects: readonly OwedEffect[];
}

/**
 * What referrals owe to the outside. A held-back effect appears once its time has come, and by appearing it is on its
 * way: from then on an undo of its command is answered with `already-sent`.
 */
export interface OutboxStore {
  /** Referrals that owe effects now, by id, those after `after`; from the index on non-empty outboxes. */
  owing(now: Date, limit: number, after?: ReferralId): Promise<readonly Owing[]>;
  /** The same for one referral, just after its command. */
  owedBy(id: ReferralId, now: Date): Promise<Owing | null>;
  /** Takes effects out that have become deliveries. */
  settled(id: ReferralId, effectIds: readonly string[]): Promise<void>;
}

/** `private`: what was said to a person in private is brought to its referral's present state. */
export type DeliveryKind = 'card' | 'line' | 'direct' | 'notice' | 'private' | 'digest' | 'mail';

/** A call of a platform that rate lanes govern. */
export type Step = 'post' | 'update';

/** One message that is owed to one destination. */
export interface Delivery {
  /** `${effectId}:${destination}`. */
  readonly id: string;
  readonly kind: DeliveryKind;
  /** Of a digest: `digest:` and its profile. */
  readonly referralId: ReferralId;
  /** Which event it is about (line, direct), or brought it about (card). */
  readonly version: number;
  readonly destination: Destination;
  /** Whom a direct message addresses; null for the other kinds. */
  readonly person: Person | null;
  /** Deliveries of the same key go out one after the other, by `seq`, and are added in that order. */
  readonly orderKey: string;
  readonly seq: number;
  /** What it will most likely take, so that the deliveries of a busy lane are left alone. A hint only. */
  readonly step: Step;
  /** 0 urgent, 1 normal, 2 digest. */
  readonly priority: 0 | 1 | 2;
  readonly dueAt: Date;
  readonly attempts: number;
  /** A post that was begun and whose fate isn't known. `since`: when the first try with this nonce began. */
  readonly post: { readonly nonce: string; readonly startedAt: Date; readonly since: Date } | null;
}

/** A delivery that is added: never tried yet. */
export type NewDelivery = Omit<Delivery, 'attempts' | 'post'>;

/** A claimed delivery; `lease` fences every later write of the holder. */
export interface ClaimedDelivery extends Delivery {
  readonly lease: string;
  readonly leasedUntil: Date;
}

/** Where a busy lane stands in the way. */
export interface BusyStep {
  readonly destination: Destination;
  readonly step: Step;
}

/** What isn't claimed for now: what would most likely take a busy step, and whatever a platform should get. */
export type LeftAlone = BusyStep | { readonly platform: Destination['platform'] };

export interface DeliveryStore {
  /**
   * Insert or ignore: what an order key has had before, by `seq`, is not added again. Buried deliveries of the same
   * order key get another try, because the referral has moved on since.
   */
  add(deliveries: readonly NewDelivery[]): Promise<void>;
  /** Adds one behind whatever its order key holds, however often it went out before; not twice while it waits. */
  addAgain(delivery: NewDelivery): Promise<void>;
  /**
   * The most pressing due delivery that is the first of its order key, leased to us; null when there is none but those
   * that are left alone.
   */
  claim(now: Date, leaseMs: number, leftAlone: readonly LeftAlone[]): Promise<ClaimedDelivery | null>;
  /** Notes that a post is about to begin. False when the lease was lost. */
  beginPost(delivery: ClaimedDelivery, nonce: string, startedAt: Date): Promise<boolean>;
  /** `shownVersion`: the card now shows it, so older cards that wait behind are done as well. */
  done(delivery: ClaimedDelivery, shownVersion?: number): Promise<void>;
  /** Gives it back for later. `forgetPost`: the post is known not to have happened. */
  later(
    delivery: ClaimedDelivery,
    dueAt: Date,
    options: { readonly countAttempt: boolean; readonly forgetPost: boolean; readonly reason: string },
  ): Promise<void>;
  /** It can't be delivered as things are (channel gone, bot not in it). Kept, until `revive`. */
  bury(delivery: ClaimedDelivery, reason: string): Promise<void>;
  /** Makes the buried deliveries of a destination due again. Returns how many. */
  revive(destination: Destination, now: Date): Promise<number>;
  /** When the next one is due, leaving out what `claim` would; null when there is none. */
  nextDueAt(leftAlone: readonly LeftAlone[]): Promise<Date | null>;
  /** Destinations with buried deliveries, and why. */
  buried(): Promise<readonly { readonly destination: Destination; readonly reason: string; readonly count: number }[]>;
}

/** A rate lane of a platform: one step each `intervalMs`, with up to `burst` at once. */
export interface Lane {
  readonly key: string;
  readonly intervalMs: number;
  readonly burst: number;
}

/** Rate lanes, shared by all processes. */
export interface LaneStore {
  /** Takes one step in the lane. Null: taken. A date: busy until then, nothing taken. */
  take(lane: Lane, now: Date): Promise<Date | null>;
  /** The platform said to wait (Retry-After). */
  hold(laneKey: string, until: Date): Promise<void>;
}

/** A message made ready for one platform. */
export interface Rendered {
  /** Of everything that is shown. Equal hash, equal look. */
  readonly hash: string;
  readonly payload: unknown;
}

export type MessengerProblem =
  /** Nothing happened; come back after `retryAfterMs`, the whole lane. */
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number }
  /** Nothing happened; a later try may succeed. */
  | { readonly kind: 'temporary'; readonly reason: string }
  /** It may or may not have happened. */
  | { readonly kind: 'fate-unknown'; readonly reason: string }
  /** The message to update or reply to is gone. */
  | { readonly kind: 'message-gone' }
  /** It can't work until somebody changes something; `reason` is the platform's code. */
  | { readonly kind: 'impossible'; readonly reason: string };

export class MessengerError extends Error {
  override readonly name = 'MessengerError';
  constructor(
    readonly problem: MessengerProblem,
    options?: { cause?: unknown },
  ) {
    super(problem.kind, options);
  }
}

/** A chat platform as the dispatcher sees it. Every method throws only `MessengerError` for what the platform does. */
export interface Messenger {
  /** Whoever is mentioned there must be named. */
  readonly mentionsByName?: true;
  render(message: Message): Rendered;
  /** Posts with `nonce` in the message's metadata. `thread`: as a reply to that card. */
  post(to: Destination, rendered: Rendered, nonce: string, thread?: Address): Promise<Address>;
  update(at: Address, rendered: Rendered): Promise<void>;
  remove(at: Address): Promise<void>;
  /** Messages of ours that carry `nonce`, oldest first, among those since `since` (of the thread, where given). */
  find(to: Destination, nonce: string, since: Date, thread?: Address): Promise<readonly Address[]>;
  /** An address that opens a message of ours in the platform's client; null where there is none. Asks nobody. */
  link(at: Address): Promise<string | null>;
  /** The lanes that a step takes, the narrowest first: that one is held when the platform says to wait. */
  lanes(step: Step, to: Destination): readonly Lane[];
}

/** A full member of our own workspace or tenant. */
export interface Member {
  readonly kind: 'member';
  readonly person: Person;
  /** Verified by the platform; null where it has none, or doesn't vouch for it. */
  readonly email: string | null;
  readonly language: Language;
  readonly timeZone: string;
}

/** What the platform says about a user. Only `member`s act and read. */
export type Standing =
  | Member
  | { readonly kind: 'guest' | 'bot' | 'external' | 'unknown'; readonly language: Language };

export interface Directory {
  standing(userId: string): Promise<Standing>;
  /** The full member with this address; null where there is none, or several. */
  memberWith(email: string): Promise<Member | null>;
  /** How the user reads; null where the platform hasn't told. */
  languageOf(userId: string): Promise<Language | null>;
  /** Which of these channels the user belongs to. */
  memberOf(userId: string, channels: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface ProfileStore {
  all(): Promise<readonly Profile[]>;
  byId(id: string): Promise<Profile | null>;
}

/** What a use case answers with. Refusals are values; faults are thrown. */
export type ActAnswer =
  | {
      readonly kind: 'done';
      readonly referral: Referral;
      readonly recorded: RecordedCommand;
      readonly repeated: boolean;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly referral: Referral }
  | { readonly kind: 'not-found' };
