import { type Connection, type Model, Schema } from 'mongoose';
import type { Delivery, Destination, NewDelivery } from '../application/ports.js';
import { part, strictly } from './strictly.js';

/** A delivery that waits in its queue. */
export type QueuedDelivery = Omit<NewDelivery, 'orderKey' | 'destination' | 'referralId'>;

/**
 * All deliveries of one order key, in one document: so one holder at a time, the order, the folding of cards and
 * "insert or ignore" each are one conditional write, and no lock or second look is needed. The document stays when its
 * queue is empty, because `lastSeq` is what tells a repetition.
 */
export interface QueueDocument {
  /** The order key. */
  readonly _id: string;
  readonly referralId: string;
  readonly destination: Destination;
  /** `destination` and the first delivery's step, to leave busy lanes alone within the index. */
  readonly target: string;
  readonly status: 'waiting' | 'idle' | 'buried';
  /** By `seq`; the first is the one that is tried. */
  readonly items: readonly QueuedDelivery[];
  /** The highest `seq` ever added. */
  readonly lastSeq: number;
  /** The most pressing of `items`. */
  readonly priority: Delivery['priority'];
  /** Since when the first has been due: among equals, who waited longest goes first. */
  readonly since: Date;
  /** When to try next: later after a failure, the end of the lease while somebody is at it. */
  readonly dueAt: Date;
  readonly lease: string | null;
  /** Of the first delivery. */
  readonly attempts: number;
  readonly post: Delivery['post'];
  /** Why it was put off or buried last, as a code. */
  readonly reason: string | null;
  /** Rises with every change, for compare and swap. */
  readonly revision: number;
}

const destination = part({ platform: String, kind: String, id: String });
const person = part({ platform: String, tenant: String, id: String, name: String });
const item = part({
  id: String,
  kind: String,
  version: Number,
  person,
  seq: Number,
  step: String,
  priority: Number,
  dueAt: Date,
});

const schema = new Schema<QueueDocument>(
  {
    _id: { type: String, required: true },
    referralId: { type: String, required: true },
    destination,
    target: { type: String, required: true },
    status: { type: String, required: true },
    items: [item],
    lastSeq: Number,
    priority: Number,
    since: Date,
    dueAt: Date,
    lease: String,
    attempts: Number,
    post: part({ nonce: String, startedAt: Date, since: Date }),
    reason: String,
    revision: Number,
  },
  { ...strictly, collection: 'deliveries' },
);

schema.index(
  { status: 1, priority: 1, since: 1, target: 1, dueAt: 1 },
  { name: 'claim', partialFilterExpression: { status: 'waiting' } },
);
schema.index({ status: 1, dueAt: 1, target: 1 }, { name: 'due', partialFilterExpression: { status: 'waiting' } });
schema.index(
  { status: 1, 'destination.platform': 1, 'destination.id': 1 },
  { name: 'buried', partialFilterExpression: { status: 'buried' } },
);

export type DeliveryModel = Model<QueueDocument>;

export function deliveryModel(connection: Connection): DeliveryModel {
  return connection.model<QueueDocument>('Delivery', schema);
}
