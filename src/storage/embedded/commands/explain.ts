import { StoreError } from '../errors.js';
import { keyPattern } from '../index/spec.js';
import { findStored, type Query, type Work } from '../query/find.js';
import { parsePipeline } from '../query/pipeline.js';
import { type IndexScan, isSorted, type Plan } from '../query/planner.js';
import { parseSort } from '../query/sort.js';
import { type Document, isDocument } from '../values/documents.js';
import { Arguments } from './arguments.js';
import { type Command, namespaceOf, scopeOf } from './command.js';
import { findQuery, splitPipeline } from './read.js';

/** The part of a command that looks for documents. */
function explainedQuery(name: string, args: Arguments): Query {
  const [first] = ['updates', 'deletes'].flatMap((field) => args.array(field) ?? []);
  if (name === 'find') return findQuery(args);
  if (name === 'aggregate') return splitPipeline(parsePipeline(args.array('pipeline'))).query;
  if ((name === 'update' || name === 'delete') && isDocument(first)) {
    const statement = new Arguments(name, first);
    const single = name === 'update' ? !statement.flag('multi') : statement.count('limit') === 1;
    return { filter: statement.document('q') ?? {}, ...(single ? { limit: 1 } : {}) };
  }
  if (/^(count|distinct|findAndModify|findandmodify)$/.test(name)) {
    const sort = args.document('sort');
    const single = /^findAndModify$/i.test(name);
    return { filter: args.document('query') ?? {}, ...(sort ? { sort } : {}), ...(single ? { limit: 1 } : {}) };
  }
  throw new StoreError(59, `Explain failed due to unknown command: ${name}`);
}

const explain: Command = {
  fields: ['verbosity'],
  run(args, context) {
    const explained = args.document('explain') ?? {};
    const name = Object.keys(explained)[0] ?? '';
    const inner = new Arguments(name, explained);
    const query = explainedQuery(name, inner);
    const namespace = namespaceOf(inner, context);
    const collection = context.engine.read(namespace);
    const sort = parseSort(query.sort ?? {});
    const work: Work = { examined: 0 };
    const nReturned = findStored(collection, { ...query, ...scopeOf(inner, context) }, work).length;
    const plan = work.plan as Plan;
    const access = plan.scans ? fetch(plan.scans) : { stage: 'COLLSCAN', direction: 'forward' };
    const winningPlan =
      sort.length === 0 || isSorted(plan) ? access : { stage: 'SORT', sortPattern: query.sort, inputStage: access };
    const queryPlanner = { namespace, parsedQuery: query.filter, winningPlan, rejectedPlans: [] };
    if (args.values.verbosity === 'queryPlanner') return { queryPlanner, ok: 1 };
    const executionStats = { executionSuccess: true, nReturned, totalDocsExamined: work.examined };
    return { queryPlanner, executionStats, ok: 1 };
  },
};

function fetch(scans: readonly IndexScan[]): Document {
  const stages = scans.map((scan) => ({
    stage: 'IXSCAN',
    keyPattern: keyPattern(scan.index.spec),
    indexName: scan.index.spec.name,
    isMultiKey: scan.index.multikey,
    isUnique: scan.index.spec.unique,
    direction: scan.backwards ? 'backward' : 'forward',
  }));
  const inputStage = stages.length === 1 ? stages[0] : { stage: 'OR', inputStages: stages };
  return { stage: 'FETCH', inputStage };
}

export const explainCommands: Readonly<Record<string, Command>> = { explain };
