import type { Long } from 'bson';
import { StoreError } from '../errors.js';
import { type Document, isDocument, typeName } from '../values/documents.js';

/** A command's arguments, read with MongoDB's errors for wrong types. `name` is the command's, for the messages. */
export class Arguments {
  constructor(
    readonly name: string,
    readonly values: Document,
  ) {}

  has(field: string): boolean {
    return this.values[field] !== undefined && this.values[field] !== null;
  }

  document(field: string): Document | undefined {
    return this.optional(field, 'object', isDocument);
  }

  array(field: string): unknown[] | undefined {
    return this.optional(field, 'array', (value): value is unknown[] => Array.isArray(value));
  }

  documents(field: string): Document[] {
    const items = this.array(field);
    if (!items) throw new StoreError(9, `BSON field '${this.name}.${field}' is missing but a required field`);
    for (const item of items) if (!isDocument(item)) throw this.wrongType(field, item, 'object');
    return items as Document[];
  }

  string(field: string): string {
    const value = this.optional(field, 'string', (given): given is string => typeof given === 'string');
    if (value === undefined) {
      throw new StoreError(9, `BSON field '${this.name}.${field}' is missing but a required field`);
    }
    return value;
  }

  flag(field: string): boolean {
    const isFlag = (value: unknown): value is boolean => typeof value === 'boolean' || typeof value === 'number';
    return Boolean(this.optional(field, 'bool', isFlag));
  }

  /** A whole number that is not negative. */
  count(field: string): number | undefined {
    const given = this.values[field];
    if (given === undefined || given === null) return undefined;
    const value = typeof given === 'number' ? given : Number(String(given as Long));
    if (Number.isNaN(value)) throw this.wrongType(field, given, 'number');
    if (value < 0 || !Number.isInteger(value)) {
      throw new StoreError(2, `BSON field '${field}' value must be a non-negative integer, actual value '${value}'`);
    }
    return value;
  }

  /** Refuses an option that is set to anything that would make a difference. */
  refuse(...fields: readonly string[]): void {
    for (const field of fields) {
      const value = this.values[field];
      if (value === undefined || value === null || value === false) continue;
      if (isDocument(value) && Object.keys(value).length === 0) continue;
      throw new StoreError(238, `'${field}' is not supported by the embedded store`);
    }
  }

  private optional<T>(field: string, expected: string, is: (value: unknown) => value is T): T | undefined {
    const value = this.values[field];
    if (value === undefined || value === null) return undefined;
    if (!is(value)) throw this.wrongType(field, value, expected);
    return value;
  }

  private wrongType(field: string, value: unknown, expected: string): StoreError {
    const message = `BSON field '${this.name}.${field}' is the wrong type '${typeName(value)}', expected type '${expected}'`;
    return new StoreError(14, message);
  }
}
