import type { AnyObject, Options } from 'mingo/types';
import { StoreError } from '../errors.js';
import { isDocument } from '../values/documents.js';
import { forPipelines, Lazy, once } from './library.js';
import { compileProjection } from './projection.js';
import { parseSort, sortDocuments } from './sort.js';

type Iterator = ReturnType<typeof Lazy>;
type Stage = (documents: Iterator, argument: never, options: Options) => Iterator;

const $sort: Stage = (documents, argument) => {
  if (!isDocument(argument) || Object.keys(argument).length === 0) {
    throw new StoreError(15976, '$sort stage must have at least one sort key');
  }
  const keys = parseSort(argument);
  return documents.transform<AnyObject>((all) => Lazy(sortDocuments(all as AnyObject[], keys)));
};

const $project: Stage = (documents, argument, options) => {
  if (!isDocument(argument) || Object.keys(argument).length === 0) {
    throw new StoreError(51272, '$project specification must have at least one field');
  }
  const project = compileProjection(argument, () => options, false);
  return documents.map<AnyObject, AnyObject>(project);
};

const $unset: Stage = (documents, argument, options) => {
  const names = Array.isArray(argument) ? (argument as unknown[]) : [argument];
  if (names.length === 0 || !names.every((name) => typeof name === 'string')) {
    throw new StoreError(31120, '$unset specification must be a string or an array of strings');
  }
  return $project(documents, Object.fromEntries(names.map((name) => [name, 0])) as never, options);
};

/** The pipeline's stages, by name. */
export const stageOperators = once(() => {
  const { $addFields, $bucket, $count, $facet, $group, $limit, $match, $replaceRoot, $replaceWith, $skip, $unwind } =
    forPipelines().stages;
  const $sortByCount: Stage = (documents, argument, options) =>
    $sort($group(documents, { _id: argument, count: { $sum: 1 } } as never, options), { count: -1 } as never, options);
  return {
    $addFields,
    $bucket,
    $count,
    $facet,
    $group,
    $limit,
    $match,
    $project,
    $replaceRoot,
    $replaceWith,
    $set: $addFields,
    $skip,
    $sort,
    $sortByCount,
    $unset,
    $unwind,
  };
});
