import { StoreError } from '../errors.js';
import { compileFilter } from '../query/filter.js';
import { type Document, fieldOf, isDocument, setField, typeName } from '../values/documents.js';
import { isPosition } from '../values/paths.js';

/** A place in a document that an update may read and change. */
export interface Place {
  readonly value: unknown;
  set(value: unknown): void;
  /** Removes a field; an element of an array becomes null instead, as in MongoDB. */
  unset(): void;
}

/** MongoDB fills an array up to a position that is set, but no further than this. */
const furthestPosition = 1_500_000;

/** @throws StoreError for a path that no update may name */
export function parsePath(path: string): string[] {
  const parts = path.split('.');
  if (parts.includes('')) {
    throw new StoreError(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
  }
  for (const [i, part] of parts.entries()) {
    if (part === '__proto__') throw new StoreError(2, `The path '${path}' can't be updated`);
    const positional = part === '$' || /^\$\[\w*\]$/.test(part);
    if (part.startsWith('$') && (!positional || i === 0)) {
      throw new StoreError(52, `The dollar ($) prefixed field '${part}' in '${path}' is not valid for storage.`);
    }
  }
  return parts;
}

/**
 * The place at a path, or undefined where a missing parent is not to be created.
 *
 * @throws StoreError 28 if something on the way can't hold the next part
 */
export function placeAt(document: Document, parts: readonly string[], create: boolean): Place | undefined {
  let holder: unknown = document;
  for (const [i, part] of parts.entries()) {
    if (!isDocument(holder) && !(Array.isArray(holder) && isPosition(part))) {
      if (!create) return undefined;
      const where = parts.slice(0, i).join('.');
      throw new StoreError(28, `Cannot create field '${part}' in element {${where}: ${typeName(holder)}}`);
    }
    if (i === parts.length - 1) return place(holder, part);
    const next = place(holder, part);
    if (next.value === undefined) {
      if (!create) return undefined;
      next.set({});
    }
    holder = next.value;
  }
  return undefined;
}

function place(holder: Document | unknown[], part: string): Place {
  if (!Array.isArray(holder)) {
    return {
      get value() {
        return fieldOf(holder, part);
      },
      set: (value) => setField(holder, part, value),
      unset: () => {
        delete holder[part];
      },
    };
  }
  const position = Number(part);
  return {
    get value() {
      return holder[position];
    },
    set: (value) => {
      if (position > holder.length + furthestPosition)
        throw new StoreError(2, `can't backfill an array to ${position}`);
      while (holder.length < position) holder.push(null);
      holder[position] = value;
    },
    unset: () => {
      if (position < holder.length) holder[position] = null;
    },
  };
}

/** What the positional parts of an update's paths stand for. */
export interface Positions {
  /** The query that chose the document: `$` is the first element that meets what it says of the array. */
  readonly filter: Document;
  readonly arrayFilters: ArrayFilters;
}

export type ArrayFilters = ReadonlyMap<string, (element: unknown) => boolean>;

/** @throws StoreError for array filters that are malformed or that no path uses */
export function parseArrayFilters(filters: readonly unknown[], paths: readonly string[]): ArrayFilters {
  const parsed = new Map<string, (element: unknown) => boolean>();
  for (const filter of filters) {
    const names = isDocument(filter) ? identifiers(filter) : [];
    const [name] = names;
    if (name === undefined || names.length > 1 || !/^[a-z]\w*$/.test(name)) {
      throw new StoreError(9, 'An array filter must be about exactly one identifier');
    }
    if (parsed.has(name)) throw new StoreError(9, `Found multiple array filters with the same top-level field ${name}`);
    if (!paths.some((path) => path.split('.').includes(`$[${name}]`))) {
      throw new StoreError(9, `The array filter for identifier '${name}' was not used in the update`);
    }
    const matches = compileFilter(filter as Document);
    parsed.set(name, (element) => matches({ [name]: element }));
  }
  return parsed;
}

function identifiers(filter: Document): string[] {
  const names = Object.entries(filter).flatMap(([name, demand]) =>
    name.startsWith('$') && Array.isArray(demand)
      ? demand.flatMap((branch) => (isDocument(branch) ? identifiers(branch) : []))
      : [name.split('.')[0] as string],
  );
  return [...new Set(names)];
}

/** The concrete paths that a path with `$`, `$[]` or `$[name]` stands for in a document. */
export function expandPath(document: Document, parts: readonly string[], positions: Positions): string[][] {
  const at = parts.findIndex((part) => part.startsWith('$'));
  if (at < 0) return [[...parts]];
  const prefix = parts.slice(0, at);
  const part = parts[at] as string;
  const array = placeAt(document, prefix, false)?.value;
  if (!Array.isArray(array)) {
    const message = `The path '${prefix.join('.')}' must exist in the document in order to apply array updates.`;
    throw new StoreError(2, message);
  }
  const selected = part === '$' ? [matchedPosition(prefix, array, positions.filter)] : select(part, array, positions);
  return selected.flatMap((position) =>
    expandPath(document, [...prefix, String(position), ...parts.slice(at + 1)], positions),
  );
}

function select(part: string, array: readonly unknown[], positions: Positions): number[] {
  const all = [...array.keys()];
  if (part === '$[]') return all;
  const name = part.slice(2, -1);
  const matches = positions.arrayFilters.get(name);
  if (!matches) throw new StoreError(2, `No array filter found for identifier '${name}'`);
  return all.filter((position) => matches(array[position]));
}

function matchedPosition(prefix: readonly string[], array: readonly unknown[], filter: Document): number {
  const path = prefix.join('.');
  const about = conjuncts(filter).filter(([name]) => name === path || name.startsWith(`${path}.`));
  const matches = compileFilter(Object.fromEntries(about));
  const alone = (element: unknown) => {
    const wrapped: Document = {};
    placeAt(wrapped, prefix, true)?.set([element]);
    return wrapped;
  };
  const found = about.length === 0 ? -1 : array.findIndex((element) => matches(alone(element)));
  if (found < 0) {
    throw new StoreError(2, 'The positional operator did not find the match needed from the query.');
  }
  return found;
}

function conjuncts(filter: Document): [string, unknown][] {
  return Object.entries(filter).flatMap(([name, demand]) =>
    name === '$and' && Array.isArray(demand)
      ? demand.flatMap((branch) => conjuncts(branch))
      : [[name, demand] as [string, unknown]],
  );
}
