import type { Document } from 'mongodb';

/** Numbers from 0 to below 1. */
export type Random = () => number;

// Documents whose fields each have one type, as a schema gives them, and commands about them. Few values, so that they
// meet; missing fields and nulls everywhere; arrays of numbers and of documents.

const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
const between = (random: Random, low: number, high: number) => low + Math.floor(random() * (high - low + 1));

const values: Readonly<Record<string, (random: Random) => unknown>> = {
  n: (random) => between(random, -3, 6),
  d: (random) => between(random, -4, 8) / 2,
  s: (random) => pick(random, ['', 'a', 'A', 'ab', 'b', 'é', 'z-1']),
  b: (random) => random() < 0.5,
  t: (random) => new Date(between(random, 0, 5) * 86_400_000),
  'o.x': (random) => between(random, 0, 4),
  'o.y': (random) => pick(random, ['p', 'q', 'r']),
};
const scalars = Object.keys(values);

/** Every field that has one type. */
export const typedFields = [...scalars, 'l', 'items.k'] as const;

const item = (random: Random) => ({
  k: between(random, 0, 4),
  ...(random() < 0.7 ? { v: pick(random, ['p', 'q', 'r']) } : {}),
});
const list = <T>(random: Random, most: number, each: (random: Random) => T, least = 0): T[] =>
  Array.from({ length: between(random, least, most) }, () => each(random));
const number = (random: Random) => between(random, 0, 5);

export function anyDocument(random: Random): Document {
  const document: Document = {};
  for (const field of ['n', 'd', 's', 'b', 't']) {
    const fate = random();
    if (fate < 0.75) document[field] = values[field]?.(random);
    else if (fate < 0.85) document[field] = null;
  }
  if (random() < 0.8)
    document.o = { x: values['o.x']?.(random), ...(random() < 0.7 ? { y: values['o.y']?.(random) } : {}) };
  if (random() < 0.8) document.l = list(random, 4, number);
  if (random() < 0.8) document.items = list(random, 3, item);
  return document;
}

function demand(random: Random, field: string): unknown {
  const value = () => values[field]?.(random);
  switch (between(random, 0, 9)) {
    case 0:
      return value();
    case 1:
      return { $in: list(random, 3, value) };
    case 2:
      return { $nin: list(random, 3, value) };
    case 3:
      return { [pick(random, ['$gt', '$gte', '$lt', '$lte'])]: value() };
    case 4:
      return { $gte: value(), $lt: value() };
    case 5:
      return { $ne: random() < 0.3 ? null : value() };
    case 6:
      return { $exists: random() < 0.5 };
    case 7:
      return { $not: { $gt: value() } };
    case 8:
      return null;
    default:
      return { $eq: value() };
  }
}

function simpleFilter(random: Random): Document {
  switch (between(random, 0, 7)) {
    case 0:
      return { l: number(random) };
    case 1:
      return { l: pick<unknown>(random, [{ $size: number(random) }, { $all: [number(random)] }, { $gt: 2 }, []]) };
    case 2:
      return { l: { $elemMatch: { $gte: number(random), $lt: number(random) + 1 } } };
    case 3:
      return { 'items.k': pick<unknown>(random, [number(random), { $gte: number(random) }, { $in: [1, 2] }]) };
    case 4:
      return { items: { $elemMatch: { k: number(random), v: pick<unknown>(random, ['p', 'q', { $exists: false }]) } } };
    default: {
      const field = pick(random, scalars);
      return { [field]: demand(random, field) };
    }
  }
}

export function anyFilter(random: Random): Document {
  const several = () => [simpleFilter(random), simpleFilter(random)];
  switch (between(random, 0, 7)) {
    case 0:
      return {};
    case 1:
      return { $or: several() };
    case 2:
      return { $and: several() };
    case 3:
      return { $nor: several() };
    case 4:
      return { ...simpleFilter(random), $or: several() };
    default:
      return Object.assign({}, ...several().slice(between(random, 0, 1)));
  }
}

export function anySort(random: Random): Record<string, 1 | -1> {
  const direction = () => (random() < 0.5 ? 1 : -1);
  // Not by `l`: DocumentDB puts an empty array behind a missing one, MongoDB before it. Nor an empty $each in a $push to
  // a missing array, which makes one in MongoDB only; nor $inc by 0, which DocumentDB counts as a change.
  const fields = ['n', 'd', 's', 'b', 't', 'o.x'];
  return Object.fromEntries(list(random, 2, () => [pick(random, fields), direction()] as const));
}

/** An update of one or two fields that are not in each other's way. */
export function anyUpdate(random: Random): Document {
  const changes: readonly (() => Document)[] = [
    () => ({ $set: { s: values.s?.(random) } }),
    () => ({ $set: { n: values.n?.(random), 'o.x': values['o.x']?.(random) } }),
    () => ({ $unset: { [pick(random, ['n', 'o.y', 't'])]: '' } }),
    () => ({ $inc: { [pick(random, ['n', 'o.x'])]: pick(random, [-2, -1, 1, 2]) } }),
    () => ({ $mul: { n: between(random, -2, 2) } }),
    () => ({ [pick(random, ['$min', '$max'])]: { [pick(random, ['d', 't'])]: undefined } }),
    () => ({ $push: { l: number(random) } }),
    () => ({ $push: { l: { $each: list(random, 3, number, 1), $slice: -4 } } }),
    () => ({ $push: { l: { $each: list(random, 2, number, 1), $sort: pick(random, [1, -1]) } } }),
    () => ({ $push: { items: item(random) } }),
    () => ({ $addToSet: { l: number(random) } }),
    () => ({ $addToSet: { l: { $each: list(random, 3, number, 1) } } }),
    () => ({ $pull: { l: number(random) } }),
    () => ({ $pull: { l: { $gte: number(random) } } }),
    () => ({ $pull: { items: { k: number(random) } } }),
    () => ({ $pop: { l: pick(random, [1, -1]) } }),
    () => ({ $rename: { b: 'flag' } }),
    () => ({ $set: { 'items.$[].v': 'p' } }),
  ];
  const update = pick(random, changes)();
  const extreme = update.$min ?? update.$max;
  if (extreme) for (const field of Object.keys(extreme)) extreme[field] = values[field]?.(random);
  return update;
}

export function anyPipeline(random: Random, filter: Document): Document[] {
  const key = pick(random, ['s', 'b', 'o.y', 'n']);
  const group = (accumulators: Document) => [
    { $match: filter },
    { $group: { _id: `$${key}`, ...accumulators } },
    { $sort: { _id: 1 } },
  ];
  switch (between(random, 0, 6)) {
    case 0:
      return group({ count: { $sum: 1 }, least: { $min: '$d' }, most: { $max: '$t' } });
    case 1:
      return group({ total: { $sum: '$n' }, mean: { $avg: '$n' } });
    case 2:
      return [{ $match: filter }, { $unwind: '$l' }, { $group: { _id: '$l', n: { $sum: 1 } } }, { $sort: { _id: 1 } }];
    case 3:
      return [{ $match: filter }, { $sort: { ...anySort(random), _id: 1 } }, { $skip: 1 }, { $limit: 5 }];
    case 4:
      return [{ $match: filter }, { $project: { s: 1, 'o.x': 1, size: { $size: { $ifNull: ['$l', []] } } } }, byId];
    case 5:
      return [
        { $match: filter },
        { $addFields: { more: { $add: [{ $ifNull: ['$n', 0] }, 1] } } },
        { $unset: 'l' },
        byId,
      ];
    default:
      return [{ $match: filter }, { $count: 'n' }];
  }
}

const byId = { $sort: { _id: 1 } } as const;
