import type { Person } from '../domain/people.js';
import type { ReferralId } from '../domain/referral.js';
import type { Logger } from '../logger.js';
import { BusySteps } from './busy-steps.js';
import { destinationKey } from './destinations.js';
import { type Pace, patientPace } from './pace.js';
import { type ClaimedDelivery, type LeftAlone, StoreUnavailable } from './ports.js';
import { redrawCards } from './redraw-cards.js';
import { type RelayPorts, relayEffects } from './relay-effects.js';
import { retryDelay } from './retry-delay.js';
import { type TryPorts, tryDelivery } from './try-delivery.js';
import { Turns } from './turns.js';

/** `setTimeout` and its like, so that tests can hold the time. */
export interface Timers {
  set(callback: () => void, ms: number): unknown;
  clear(timer: unknown): void;
}

export interface DispatcherPorts extends RelayPorts, Omit<TryPorts, 'pace' | 'random' | 'turn'> {
  /** Those that `messengers` has or will have. What is for one that is still connecting waits, without a try. */
  readonly configured?: readonly Person['platform'][];
  readonly profiles: RelayPorts['profiles'];
  readonly clock: RelayPorts['clock'];
  readonly logger: Logger;
  readonly timers?: Timers;
  readonly pace?: Pace;
  /** From 0 up to 1, for the spread of retries. */
  readonly random?: () => number;
  /** Deliveries at the same time; each waits for the platform most of the time. */
  readonly concurrency?: number;
}

export interface Dispatcher {
  /** Relays and delivers from now on, after catching up with what was left over. */
  start(): void;
  /**
   * Something may be due: at once instead of at the next look. With an id, what that referral owes is relayed first,
   * and once more at `heldUntil`, when what was held back may go out.
   */
  poke(referralId?: ReferralId, heldUntil?: Date): void;
  /** Brings a referral's cards to its present state although nothing is owed, e.g. one that was just adopted. */
  redraw(referralId: ReferralId): void;
  /** Resolves when everything that is due now has been tried. */
  idle(): Promise<void>;
  /** Begins nothing more, and resolves when what is in flight has ended. */
  stop(): Promise<void>;
}

/** How often the outboxes are read for what nobody relayed, in milliseconds. */
const catchUpEvery = 30_000;
/** The longest wait for the next look while deliveries are in flight, whose ends look as well, in milliseconds. */
const lookBesideFlights = 200;
/** A timer never fires sooner than this, in milliseconds, whatever the clocks say. */
const soonest = 10;
/** Timers and the store's clock differ a little: what was held back is looked for this much later, in milliseconds. */
const heldMargin = 100;

const systemTimers: Timers = {
  set: (callback, ms) => setTimeout(callback, ms),
  clear: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

/**
 * Carries out what is owed (design, "Deliveries"): relays outboxes, claims what is due, most pressing first, and tries
 * it within the platforms' rate lanes. What fails is tried again for ever, unless the platform says that it can't work;
 * that is buried, and shown by `DeliveryStore.buried`. While the store is away it waits, ever longer, and goes on.
 */
export function createDispatcher(ports: DispatcherPorts): Dispatcher {
  const { deliveries, clock, logger, messengers, configured = [] } = ports;
  const { timers = systemTimers, random = Math.random, concurrency = 4, pace = patientPace } = ports;
  const busy = new BusySteps();
  const turns = new Turns();
  const toRelay = new Set<ReferralId>();
  const toRedraw = new Set<ReferralId>();
  const inFlight = new Set<Promise<void>>();
  const held = new Set<unknown>();
  let started = false;
  let catchUp = true;
  let wanted = false;
  let pumping: Promise<void> | null = null;
  let storeFailures = 0;
  let pause: unknown = null;
  let nextLook: unknown = null;
  let nextCatchUp: unknown = null;

  const leftAlone = (now: Date): LeftAlone[] => [
    ...busy.list(now),
    ...configured.filter((platform) => !messengers[platform]).map((platform) => ({ platform })),
  ];

  /** One loop at a time; who comes meanwhile makes it go round once more. */
  function wake(): void {
    wanted = true;
    if (!started || pumping || pause !== null) return;
    pumping = pump().finally(() => {
      pumping = null;
      // Somebody may have come after the last look.
      if (wanted) wake();
    });
  }

  async function pump(): Promise<void> {
    while (wanted && started && pause === null) {
      wanted = false;
      timers.clear(nextLook);
      try {
        await relayAll();
        while (started && pause === null && inFlight.size < concurrency) {
          const now = clock.now();
          const delivery = await deliveries.claim(now, pace.leaseMs, leftAlone(now));
          if (!delivery) {
            await planNextLook();
            break;
          }
          launch(delivery);
        }
        storeFailures = 0;
      } catch (error) {
        pauseAfter(error);
      }
    }
  }

  async function relayAll(): Promise<void> {
    const ids = [...toRelay];
    const all = catchUp;
    toRelay.clear();
    catchUp = false;
    try {
      for (const id of ids) await relayEffects(ports, id);
      if (all) await relayEffects(ports);
      for (const id of toRedraw) {
        await redrawCards(ports, id);
        toRedraw.delete(id);
      }
    } catch (error) {
      // What is left of them is found by catching up.
      catchUp = true;
      throw error;
    }
    if (!all || !started) return;
    timers.clear(nextCatchUp);
    nextCatchUp = timers.set(() => {
      catchUp = true;
      wake();
    }, catchUpEvery);
  }

  async function planNextLook(): Promise<void> {
    timers.clear(nextLook);
    if (!started) return;
    if (inFlight.size > 0) {
      // Mostly one of them ends before that: what comes due next needn't be asked for each time.
      nextLook = timers.set(wake, lookBesideFlights);
      return;
    }
    const now = clock.now();
    const times = [await deliveries.nextDueAt(leftAlone(now)), busy.nextFreeAt()].filter((time) => time !== null);
    const wait = Math.min(pace.lookEveryMs, ...times.map((time) => time.getTime() - now.getTime()));
    if (started) nextLook = timers.set(wake, Math.max(soonest, wait));
  }

  function pauseAfter(error: unknown): void {
    // Whatever was under way fails with it; one pause is enough.
    if (pause !== null || !started) return;
    storeFailures += 1;
    const ms = retryDelay(storeFailures, random());
    if (error instanceof StoreUnavailable) logger.warn({ err: error, ms }, 'the store is away: deliveries wait');
    else logger.error({ err: error, ms }, 'the dispatcher failed: deliveries wait');
    pause = timers.set(() => {
      pause = null;
      catchUp = true;
      wake();
    }, ms);
  }

  function launch(delivery: ClaimedDelivery): void {
    const turn = turns.enter(`${destinationKey(delivery.destination)}:${delivery.step}`);
    const flight = tryDelivery({ ...ports, pace, random, turn }, busy, delivery)
      .catch(pauseAfter)
      .finally(() => {
        turn.end();
        inFlight.delete(flight);
        wake();
      });
    inFlight.add(flight);
  }

  /** Catching up would find it as well, but not at its time. */
  function pokeAt(referralId: ReferralId, moment: Date): void {
    const timer = timers.set(
      () => {
        held.delete(timer);
        toRelay.add(referralId);
        wake();
      },
      Math.max(soonest, moment.getTime() - clock.now().getTime() + heldMargin),
    );
    held.add(timer);
  }

  return {
    start() {
      started = true;
      catchUp = true;
      wake();
    },
    poke(referralId, heldUntil) {
      if (referralId !== undefined && heldUntil) pokeAt(referralId, heldUntil);
      if (referralId !== undefined) toRelay.add(referralId);
      wake();
    },
    redraw(referralId) {
      toRedraw.add(referralId);
      wake();
    },
    async idle() {
      while (pumping || inFlight.size > 0) await Promise.all([pumping, ...inFlight]);
    },
    async stop() {
      started = false;
      for (const timer of [nextLook, nextCatchUp, pause, ...held]) timers.clear(timer);
      held.clear();
      pause = null;
      await this.idle();
    },
  };
}
