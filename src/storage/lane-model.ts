import { type Connection, type Model, Schema } from 'mongoose';
import { strictly } from './strictly.js';

/** A rate lane's state, shared by all processes. */
export interface LaneDocument {
  readonly _id: string;
  /** When the lane would be idle if nothing more came: each step pushes it on by one interval. */
  readonly spentUntil: Date;
  /** The platform said to wait until then. */
  readonly heldUntil: Date;
}

const schema = new Schema<LaneDocument>(
  {
    _id: { type: String, required: true },
    spentUntil: { type: Date, required: true },
    heldUntil: { type: Date, required: true },
  },
  { ...strictly, collection: 'lanes' },
);

export type LaneModel = Model<LaneDocument>;

export function laneModel(connection: Connection): LaneModel {
  return connection.model<LaneDocument>('Lane', schema);
}
