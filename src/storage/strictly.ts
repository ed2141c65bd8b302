/**
 * Options of every schema: an unknown field is an error instead of a silent loss, empty objects stay, and nothing is
 * added that we did not declare (no `__v`, no `_id` in parts, no indexes behind our back).
 */
export const strictly = {
  nested: { _id: false, id: false, strict: 'throw', minimize: false },
  document: {
    id: false,
    strict: 'throw',
    strictQuery: 'throw',
    minimize: false,
    versionKey: false,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
  },
} as const;
