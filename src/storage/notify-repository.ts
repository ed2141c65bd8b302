import { type Connection, type Model, Schema } from 'mongoose';
import type { NotifyStore } from '../application/notify-ports.js';
import { type NotifyWay, notifyWays, personKey } from '../domain/ladders.js';
import { guarded } from './store-faults.js';
import { strictly } from './strictly.js';

interface NotifyDocument {
  /** Platform and person. */
  readonly _id: string;
  readonly way: NotifyWay;
}

const schema = new Schema<NotifyDocument>(
  { _id: { type: String, required: true }, way: { type: String, enum: notifyWays, required: true } },
  { ...strictly, collection: 'notifyWays' },
);

export type NotifyModel = Model<NotifyDocument>;

export function notifyModel(connection: Connection): NotifyModel {
  return connection.model<NotifyDocument>('NotifyWay', schema);
}

export function notifyRepository(model: NotifyModel): NotifyStore {
  return {
    async chosenBy(people) {
      const found = await guarded(() => model.find({ _id: { $in: people.map(personKey) } }).lean());
      return new Map(found.map(({ _id, way }) => [_id, way]));
    },
    async choose(person, way) {
      await guarded(() => model.updateOne({ _id: personKey(person) }, { $set: { way } }, { upsert: true }));
    },
  };
}
