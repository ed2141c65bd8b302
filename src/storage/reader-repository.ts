import { type Connection, type Model, Schema } from 'mongoose';
import type { ReaderStore } from '../application/reader-ports.js';
import { personKey } from '../domain/ladders.js';
import { type Language, languages } from '../domain/profile.js';
import { guarded } from './store-faults.js';
import { strictly } from './strictly.js';

interface ReaderDocument {
  /** Platform and person. */
  readonly _id: string;
  readonly language: Language;
}

const schema = new Schema<ReaderDocument>(
  { _id: { type: String, required: true }, language: { type: String, enum: languages, required: true } },
  { ...strictly, collection: 'readers' },
);

export type ReaderModel = Model<ReaderDocument>;

export function readerModel(connection: Connection): ReaderModel {
  return connection.model<ReaderDocument>('Reader', schema);
}

export function readerRepository(model: ReaderModel): ReaderStore {
  return {
    async languageOf(person) {
      const found = await guarded(() => model.findById(personKey(person)).lean());
      return found?.language ?? null;
    },
    async reads(person, language) {
      await guarded(() => model.updateOne({ _id: personKey(person) }, { $set: { language } }, { upsert: true }));
    },
  };
}
