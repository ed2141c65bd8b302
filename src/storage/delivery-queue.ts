import { destinationKey } from '../application/destinations.js';
import type { BusyStep, ClaimedDelivery, NewDelivery } from '../application/ports.js';
import type { ReferralId } from '../domain/referral.js';
import type { QueueDocument, QueuedDelivery } from './delivery-model.js';

/** What a change of a queue may touch. */
export type QueueChange = Partial<Omit<QueueDocument, '_id' | 'referralId' | 'destination' | 'revision'>>;

/** How the index knows which lane a queue waits for. */
export function targetOf({ destination, step }: BusyStep): string {
  return `${destinationKey(destination)}:${step}`;
}

/** A new queue of one order key's deliveries. */
export function newQueue(deliveries: readonly [NewDelivery, ...NewDelivery[]]): QueueDocument {
  const [{ orderKey, referralId, destination, dueAt }] = deliveries;
  const items = deliveries.map(toItem).sort(bySeq);
  return {
    _id: orderKey,
    referralId,
    destination,
    ...(heading({ destination }, items) as Pick<QueueDocument, 'items' | 'target' | 'priority'>),
    lastSeq: Math.max(...items.map((item) => item.seq)),
    status: 'waiting',
    since: dueAt,
    dueAt,
    lease: null,
    attempts: 0,
    post: null,
    reason: null,
    revision: 0,
  };
}

/** Adds what the queue has never had; null when there is nothing to add. */
export function enqueued(queue: QueueDocument, deliveries: readonly NewDelivery[]): QueueChange | null {
  return extended(
    queue,
    deliveries.filter((delivery) => delivery.seq > queue.lastSeq),
  );
}

/** Adds one at the end, whatever the queue has had; null when it waits there already. */
export function enqueuedAgain(queue: QueueDocument, delivery: NewDelivery): QueueChange | null {
  // One that somebody is at may have read what has changed since.
  const waiting = queue.lease === null ? queue.items : queue.items.slice(1);
  const seq = Math.max(queue.lastSeq, delivery.seq);
  return waiting.some(({ id }) => id === delivery.id) ? null : extended(queue, [{ ...delivery, seq }]);
}

function extended(queue: QueueDocument, deliveries: readonly NewDelivery[]): QueueChange | null {
  const added = deliveries.map(toItem);
  const [first] = added;
  if (!first) return null;
  const items = [...queue.items, ...added].sort(bySeq);
  const change = { ...heading(queue, items), lastSeq: Math.max(...items.map((item) => item.seq)) };
  // Whoever is at the first, or waits to try it again, goes on; the newcomers stand behind it.
  if (queue.status === 'waiting') return change;
  return { ...change, status: 'waiting', since: first.dueAt, dueAt: first.dueAt, attempts: 0, reason: null };
}

/** Takes out the first and, once a card shows `shownVersion`, the cards behind it that it has overtaken. */
export function finished(queue: QueueDocument, shownVersion?: number): QueueChange {
  const isOvertaken = (item: QueuedDelivery) =>
    shownVersion !== undefined && item.kind === 'card' && item.version <= shownVersion;
  // The one that was tried is the first; one of the same id behind it came while it was.
  const [, ...behind] = queue.items;
  const items = behind.filter((item) => !isOvertaken(item));
  const released = { lease: null, attempts: 0, post: null, reason: null };
  const [next] = items;
  if (!next) return { ...released, items, status: 'idle' };
  return { ...released, ...heading(queue, items), since: next.dueAt, dueAt: next.dueAt };
}

/** The first delivery of a queue, as its holder gets it. */
export function claimedFrom(queue: QueueDocument): ClaimedDelivery | null {
  const [item] = queue.items;
  if (!item || queue.lease === null) return null;
  const { _id: orderKey, destination, attempts, post, lease, dueAt: leasedUntil } = queue;
  const referralId = queue.referralId as ReferralId;
  return { ...item, orderKey, referralId, destination, attempts, post, lease, leasedUntil };
}

function heading({ destination }: Pick<QueueDocument, 'destination'>, items: readonly QueuedDelivery[]): QueueChange {
  const [first] = items;
  if (!first) return { items };
  const priority = Math.min(...items.map((item) => item.priority)) as QueueDocument['priority'];
  return { items, priority, target: targetOf({ destination, step: first.step }) };
}

const bySeq = (a: QueuedDelivery, b: QueuedDelivery) => a.seq - b.seq;

function toItem({ orderKey: _, referralId: __, destination: ___, ...item }: NewDelivery): QueuedDelivery {
  return item;
}
