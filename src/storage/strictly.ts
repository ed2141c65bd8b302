import { Schema, type SchemaDefinition } from 'mongoose';

/**
 * Options of every schema: an unknown field is an error instead of a silent loss, empty objects stay, and nothing is
 * added that we did not declare (no `__v`, no `_id` in parts, no indexes behind our back).
 */
export const strictly = {
  id: false,
  strict: 'throw',
  strictQuery: 'throw',
  minimize: false,
  versionKey: false,
  autoIndex: false,
  autoCreate: false,
  bufferCommands: false,
} as const;

/**
 * The schema of an object within a document. The document's own type says what it holds: having Mongoose infer it once
 * more takes TypeScript a second.
 */
export const part = (definition: SchemaDefinition): Schema<object> =>
  new Schema<object>(definition, { _id: false, id: false, strict: 'throw', minimize: false });
