import { type Connection, type Model, Schema } from 'mongoose';
import type { CardAddress, OwedEffect } from '../application/ports.js';
import type { Referral } from '../domain/referral.js';
import { part, strictly } from './strictly.js';

/** An effect in the document. A held one leaves from `dueAt` on. */
export interface StoredEffect extends OwedEffect {
  readonly at: Date;
  readonly dueAt: Date;
}

/** A referral as it lies in the collection: the domain's fields, and what belongs to its delivery. */
export interface ReferralDocument extends Omit<Referral, 'id'> {
  readonly _id: string;
  /** Derived from the state, for the order of lists. */
  readonly urgent: boolean;
  readonly closedAt: Date | null;
  /** By destination key. */
  readonly cards: Readonly<Record<string, CardAddress>>;
  readonly outbox: readonly StoredEffect[];
  /** Effects that an undo can still stop. */
  readonly held: readonly StoredEffect[];
  /** Commands whose held-back effects have left, the last few: an undo of them comes too late. */
  readonly sent: readonly string[];
  /** Present while something lies in `outbox` or `held`: the index's way to find those referrals. */
  readonly owes?: true;
  /** When its deadlines must be looked at; absent where nothing will ever be due. */
  readonly nextDeadlineAt?: Date;
}

const person = part({ platform: String, tenant: String, id: String, name: String });
const told = part({ channel: Boolean, groups: [String], mentioned: [person], direct: [person] });
const event = part({
  type: { type: String, required: true },
  at: Date,
  version: Number,
  by: person,
  fields: [String],
  to: person,
  undid: String,
  reason: String,
  notice: String,
  told,
  until: Date,
  commandId: String,
});
const effect = part({
  id: String,
  effect: Schema.Types.Mixed,
  version: Number,
  commandId: String,
  at: Date,
  dueAt: Date,
});
const card = part({ channel: String, id: String, hash: String, version: Number });

// `request`, `state` and `undo` are typed by zod and unions of TypeScript and are replaced whole: Mixed keeps them as
// they are, where a schema of Mongoose would only repeat those types, less exactly.
const schema = new Schema<ReferralDocument>(
  {
    _id: { type: String, required: true },
    schemaVersion: { type: Number, required: true },
    code: { type: String, required: true },
    profileId: { type: String, required: true },
    source: { name: { type: String, required: true }, externalId: { type: String, required: true } },
    request: { type: Schema.Types.Mixed, required: true },
    receivedAt: { type: Date, required: true },
    createdAt: { type: Date, required: true },
    respondBy: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    urgentUntil: { type: Date, required: true },
    version: { type: Number, required: true },
    state: { type: Schema.Types.Mixed, required: true },
    history: [event],
    commands: [part({ id: String, event })],
    undo: Schema.Types.Mixed,
    reminded: part({
      until: Date,
      urgent: part({ since: Date, until: Date }),
      asked: Date,
      drawnUntil: Date,
    }),
    urgent: { type: Boolean, required: true },
    closedAt: Date,
    cards: { type: Map, of: card },
    outbox: [effect],
    held: [effect],
    sent: [String],
    owes: Boolean,
    nextDeadlineAt: Date,
  },
  { ...strictly, collection: 'referrals' },
);

schema.index({ code: 1 }, { name: 'code', unique: true });
schema.index({ 'source.name': 1, 'source.externalId': 1 }, { name: 'source', unique: true });
schema.index({ owes: 1, _id: 1 }, { name: 'owes', partialFilterExpression: { owes: true } });
schema.index(
  { nextDeadlineAt: 1 },
  { name: 'deadline', partialFilterExpression: { nextDeadlineAt: { $exists: true } } },
);
// One for each kind of list: what is equal, then the order.
schema.index({ 'state.kind': 1, profileId: 1, urgent: -1, expiresAt: 1, _id: 1 }, { name: 'inbox' });
schema.index({ 'state.kind': 1, profileId: 1, 'state.accepted.at': -1, _id: 1 }, { name: 'active' });
schema.index(
  {
    'state.owner.id': 1,
    'state.owner.tenant': 1,
    'state.owner.platform': 1,
    'state.kind': -1,
    urgent: -1,
    expiresAt: 1,
    _id: 1,
  },
  { name: 'mine' },
);
schema.index({ 'state.outcome': 1, profileId: 1, closedAt: -1, _id: 1 }, { name: 'archive' });

export type ReferralModel = Model<ReferralDocument>;

export function referralModel(connection: Connection): ReferralModel {
  return connection.model<ReferralDocument>('Referral', schema);
}
