import { pino } from 'pino';
import type { Directories } from '../../src/application/acquaintances.js';
import { attendDeadlines } from '../../src/application/attend-deadlines.js';
import type { CardView } from '../../src/application/card-view.js';
import type { Texts } from '../../src/application/delivery-attempt.js';
import { createDispatcher, type Dispatcher, type DispatcherPorts } from '../../src/application/dispatch-deliveries.js';
import type { Mailer } from '../../src/application/mail.js';
import { type Pace, patientPace } from '../../src/application/pace.js';
import type { Change } from '../../src/application/ports.js';
import type { Command, Effect } from '../../src/domain/commands.js';
import { decide } from '../../src/domain/lifecycle.js';
import type { Profile } from '../../src/domain/profile.js';
import type { Referral, ReferralId } from '../../src/domain/referral.js';
import type { Storage } from '../../src/storage/connect-storage.js';
import { ManualClock } from '../fakes/clock.js';
import { noLinks } from '../fakes/links.js';
import { FakeMessenger } from '../fakes/messenger.js';
import { Mortal } from '../fakes/mortal.js';
import { profileStore } from '../fakes/profiles.js';
import { actor, anna, aReferral, profile as baseProfile, start } from '../support/referrals.js';

const say = (text: string) => ({ key: 'card.title', values: { customer: text } }) as const;
const view = (code: string): CardView => ({
  referralId: 'r',
  code,
  summary: say(code),
  title: say(code),
  alert: null,
  status: say(code),
  headline: null,
  facts: [],
  texts: [],
  actions: [],
  more: [],
  footnotes: [],
  link: null,
});

/** Shortest texts that tell what a message shows: `R-1 v2 active`, `R-1 accepted`. */
export const texts: Texts = {
  card: ({ code, version, state }) => ({
    kind: 'card',
    language: 'en',
    view: view(`${code} v${version} ${state.kind}`),
  }),
  line: ({ code }, event) => ({ kind: 'line', language: 'en', text: say(`${code} ${event.type}`) }),
};

/** What comes due has a timer of its own; looks for what others left would only cost time here. */
export const rarelyLooking: Pace = { ...patientPace, lookEveryMs: 60_000 };

export interface DeskOptions {
  readonly profile?: Partial<Profile>;
  /** What befalls its calls to the outside. */
  readonly mortal?: Pick<Mortal, 'wrap'>;
  readonly texts?: Texts;
  readonly concurrency?: number;
  readonly mailer?: Mailer;
  /** Others than the fake one. */
  readonly messengers?: DispatcherPorts['messengers'];
  readonly configured?: DispatcherPorts['configured'];
  readonly logger?: DispatcherPorts['logger'];
  readonly pace?: Pace;
  readonly directories?: Directories;
}

/** A store, a platform and a clock that outlive the processes which a test starts on them. */
export class TestDesk {
  readonly clock = new ManualClock(start);
  readonly messenger = new FakeMessenger(this.clock);
  readonly #running: Dispatcher[] = [];
  #count: number;

  /** @param before how many referrals the store holds already */
  constructor(
    readonly storage: Storage,
    before = 0,
  ) {
    this.#count = before;
  }

  /** Another process on the same store; the first is the one that takes in referrals and commands. */
  start(options: DeskOptions = {}): Dispatcher {
    const { mortal = new Mortal(), profile = {}, concurrency } = options;
    const dispatcher = createDispatcher({
      outbox: mortal.wrap(this.storage.outbox),
      deliveries: mortal.wrap(this.storage.deliveries),
      lanes: mortal.wrap(this.storage.lanes),
      referrals: mortal.wrap(this.storage.referrals),
      cards: mortal.wrap(this.storage.cards),
      folds: mortal.wrap(this.storage.folds),
      profiles: profileStore({ ...baseProfile, slackChannels: ['C1'], ...profile }),
      messengers: options.messengers ?? { slack: mortal.wrap(this.messenger) },
      directories: options.directories ?? {},
      texts: options.texts ?? texts,
      clock: this.clock,
      timers: this.clock,
      random: () => 0,
      logger: options.logger ?? pino({ level: 'silent' }),
      ...(options.configured ? { configured: options.configured } : {}),
      ...(concurrency ? { concurrency } : {}),
      pace: options.pace ?? rarelyLooking,
      ...(options.mailer ? { mailer: options.mailer } : {}),
    });
    this.#running.push(dispatcher);
    dispatcher.start();
    return dispatcher;
  }

  /** Everything that all processes have to do now is done. */
  idle = async (): Promise<void> => {
    await Promise.all(this.#running.map((dispatcher) => dispatcher.idle()));
  };

  /** Time passes, and everything that comes due is done. */
  async pass(seconds: number): Promise<void> {
    await this.clock.advance(seconds * 1_000, this.idle);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.map((dispatcher) => dispatcher.stop()));
  }

  async receive(overrides: Partial<Referral> = {}, effects: readonly Effect[] = [{ kind: 'sync-cards' }]) {
    this.#count += 1;
    const id = `r-${this.#count}` as ReferralId;
    const referral = aReferral({
      id,
      code: `R-${this.#count}`,
      source: { name: 'test', externalId: id },
      ...overrides,
    });
    await this.storage.referrals.create(referral, effects);
    this.#running[0]?.poke(id);
    return referral;
  }

  /** Looks at all deadlines that are due, as the job does. */
  async attend(
    profile: Partial<Profile> = {},
    storage: Pick<Storage, 'deadlines' | 'referrals' | 'notifyWays'> = this.storage,
  ) {
    return attendDeadlines({
      deadlines: storage.deadlines,
      referrals: storage.referrals,
      notifyWays: storage.notifyWays,
      profiles: profileStore({ ...baseProfile, slackChannels: ['C1'], ...profile }),
      clock: this.clock,
      links: noLinks,
      logger: pino({ level: 'silent' }),
      afterCommit: (id) => this.#running[0]?.poke(id),
    });
  }

  /** Carries out a command and saves what it owes. */
  async command(
    id: ReferralId,
    command: Command,
    more: Partial<Pick<Change, 'held' | 'effects'>> = {},
  ): Promise<Referral> {
    const referral = (await this.storage.referrals.byId(id)) as Referral;
    const circumstances = {
      actor: actor(anna, true),
      now: this.clock.now(),
      undoWindow: 30_000,
      tellCustomer: 'own' as const,
    };
    const answer = decide(referral, command, circumstances);
    if (answer.kind !== 'changed') throw new Error(`the test expects a change, not: ${JSON.stringify(answer)}`);
    const { next, recorded, effects, held, cancels } = answer;
    const change = {
      next,
      event: recorded.event,
      recorded,
      effects,
      ...(held && { held }),
      ...(cancels && { cancels }),
    };
    const saved = await this.storage.referrals.save({ ...change, ...more });
    if (saved !== 'saved') throw new Error(`the test expects it to be saved, not: ${saved}`);
    this.#running[0]?.poke(id, held?.[0]?.until);
    return next;
  }
}
