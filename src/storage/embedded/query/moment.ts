import { type Document, isDocument, setField } from '../values/documents.js';

// `$$NOW` is one moment for all that a command does. The query library would look at the clock anew for each document
// and stage, so the moment is written in its place before anything is evaluated.

/** An expression or a projection with the moment in the place of `$$NOW`. */
export function atMoment(expression: unknown, now: Date): unknown {
  if (expression === '$$NOW') return now;
  if (Array.isArray(expression)) return expression.map((item) => atMoment(item, now));
  if (!isDocument(expression) || '$literal' in expression || '$elemMatch' in expression) return expression;
  return mapFields(expression, (_name, value) => atMoment(value, now));
}

/** A query document; only `$expr` holds expressions, everything else is meant literally. */
export function filterAtMoment(filter: Document, now: Date): Document {
  return mapFields(filter, (name, value) => {
    if (name === '$expr') return atMoment(value, now);
    return /^\$(and|or|nor)$/.test(name) && Array.isArray(value)
      ? value.map((branch) => filterAtMoment(branch as Document, now))
      : value;
  });
}

/** What a pipeline's stage is given. */
export function stageAtMoment(name: string, argument: unknown, now: Date): unknown {
  if (!isDocument(argument)) return atMoment(argument, now);
  if (name === '$match') return filterAtMoment(argument, now);
  if (name !== '$facet') return atMoment(argument, now);
  return mapFields(argument, (_facet, stages) =>
    (stages as Document[]).map((stage) => mapFields(stage, (inner, value) => stageAtMoment(inner, value, now))),
  );
}

function mapFields(document: Document, map: (name: string, value: unknown) => unknown): Document {
  const mapped: Document = {};
  for (const name of Object.keys(document)) setField(mapped, name, map(name, document[name]));
  return mapped;
}
