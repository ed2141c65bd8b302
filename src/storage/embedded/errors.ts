/** MongoDB's names for the error codes that this store answers with; drivers and applications switch on them. */
const names: Readonly<Record<number, string>> = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  14: 'TypeMismatch',
  15: 'Overflow',
  17: 'ProtocolError',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  38: 'FileNotOpen',
  39: 'FileStreamFailed',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  50: 'MaxTimeMSExpired',
  52: 'DollarPrefixedFieldName',
  53: 'InvalidIdField',
  54: 'NotSingleValueField',
  56: 'EmptyFieldName',
  59: 'CommandNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  79: 'UnknownReplWriteConcern',
  85: 'IndexOptionsConflict',
  91: 'ShutdownInProgress',
  86: 'IndexKeySpecsConflict',
  115: 'CommandNotSupported',
  117: 'ConflictingOperationInProgress',
  168: 'InvalidPipelineOperator',
  171: 'CannotIndexParallelArrays',
  197: 'InvalidIndexSpecificationOption',
  238: 'NotImplemented',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
  14031: 'OutOfDiskSpace',
  51091: 'Location51091',
};

/** An error as MongoDB reports it: the code is the contract, the message is for people. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly code: number,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get codeName(): string {
    return names[this.code] ?? `Location${this.code}`;
  }
}

/** Whatever was thrown while a command ran, as a StoreError. The query library throws plain errors for bad input. */
export function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  if (error instanceof RangeError)
    return new StoreError(2, `The value is nested too deeply or too large: ${error.message}`);
  if (error instanceof Error) return new StoreError(2, error.message, {}, { cause: error });
  return new StoreError(1, String(error));
}
