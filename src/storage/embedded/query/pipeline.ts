import { asStoreError, StoreError } from '../errors.js';
import { clone, type Document, isDocument } from '../values/documents.js';
import { evaluation, type Scope } from './context.js';
import { compileFilter } from './filter.js';
import { Aggregator } from './library.js';
import { stageAtMoment } from './moment.js';
import { stageOperators } from './stages.js';
import { operatorError } from './unsupported.js';

/** Stages that MongoDB has and this store has not; a name in neither list is a typing error. */
const unsupported = new Set(
  `$bucketAuto $changeStream $collStats $currentOp $densify $documents $fill $geoNear $graphLookup $indexStats
  $listSessions $lookup $merge $out $planCacheStats $redact $sample $search $setWindowFields $unionWith`.split(/\s+/),
);

/** The stages that may stand in an update. */
const updating = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

export interface Stage {
  readonly name: string;
  readonly argument: unknown;
}

/** Checks a pipeline's shape, sub-pipelines of `$facet` included. */
export function parsePipeline(pipeline: unknown): Stage[] {
  if (!Array.isArray(pipeline)) throw new StoreError(14, "'pipeline' must be an array");
  return pipeline.map((stage) => {
    const names = isDocument(stage) ? Object.keys(stage) : [];
    const name = names[0];
    if (names.length !== 1 || name === undefined) {
      throw new StoreError(40323, 'A pipeline stage specification object must contain exactly one field.');
    }
    if (unsupported.has(name)) throw new StoreError(238, `The stage ${name} is not supported by the embedded store`);
    if (!Object.hasOwn(stageOperators(), name))
      throw new StoreError(40324, `Unrecognized pipeline stage name: '${name}'`);
    const argument = (stage as Document)[name];
    checkStage(name, argument);
    return { name, argument };
  });
}

function checkStage(name: string, argument: unknown): void {
  if (name === '$facet') {
    if (!isDocument(argument)) throw new StoreError(40169, 'the $facet specification must be a non-empty object');
    for (const sub of Object.values(argument)) parsePipeline(sub);
  } else if (name === '$match') {
    if (!isDocument(argument)) throw new StoreError(15959, 'the match filter must be an expression in an object');
    compileFilter(argument);
  } else if (name === '$limit' || name === '$skip') {
    const least = name === '$limit' ? 1 : 0;
    if (typeof argument !== 'number' || !Number.isInteger(argument) || argument < least) {
      throw new StoreError(15958, `invalid argument to ${name} stage: expected an integer of at least ${least}`);
    }
  }
}

/** Runs stages over documents, which some of them change. */
export function runPipeline(stages: readonly Stage[], documents: Iterable<Document>, scope: Scope = {}): Document[] {
  try {
    const { now } = scope;
    const pipeline = stages.map(({ name, argument }) => ({
      [name]: now ? stageAtMoment(name, argument, now) : argument,
    }));
    return new Aggregator(pipeline as never, evaluation(scope)).run(documents as never);
  } catch (error) {
    throw asStoreError(operatorError(error));
  }
}

/** The document that an update given as a pipeline makes of another. */
export function updateByPipeline(pipeline: readonly unknown[], document: Document, scope: Scope): Document {
  const stages = parsePipeline(pipeline);
  const wrong = stages.find((stage) => !updating.has(stage.name));
  if (wrong) throw new StoreError(72, `${wrong.name} is not allowed to be used within an update`);
  const [result] = runPipeline(stages, [clone(document)], scope);
  // Parts may be shared with the document as it was, or with one another.
  return clone(result as Document);
}
