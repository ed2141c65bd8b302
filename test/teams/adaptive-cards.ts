import { createRequire } from 'node:module';

interface Library {
  readonly AdaptiveCard: new () => {
    parse(payload: unknown, context: Context): void;
    validateProperties(): { readonly validationEvents: readonly { readonly message: string }[] };
  };
  readonly SerializationContext: new (version: unknown) => Context;
  readonly Versions: { readonly v1_5: unknown };
}
interface Context {
  readonly eventCount: number;
  getEventAt(index: number): { readonly message: string };
}

/** The package's own entry fails on Node; this one is built for browsers, and parses anywhere. */
const library = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as Library;

/** What Microsoft's own parser finds wrong with a card, by version 1.5 of the schema. */
export function problemsIn(card: unknown): string[] {
  const context = new library.SerializationContext(library.Versions.v1_5);
  const parsed = new library.AdaptiveCard();
  parsed.parse(structuredClone(card), context);
  const found = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  const invalid = parsed.validateProperties().validationEvents.map(({ message }) => message);
  return [...found, ...invalid];
}

type Node = Readonly<Record<string, unknown>>;

/** Every element, action and inline of a card, in order. */
export function nodesIn(value: unknown): Node[] {
  const nodes: Node[] = [];
  const visit = (at: unknown): void => {
    if (typeof at !== 'object' || at === null) return;
    if ('type' in at) nodes.push(at as Node);
    for (const inner of Object.values(at)) visit(inner);
  };
  visit(value);
  return nodes;
}

/** The texts of a card: those that are parsed as markdown, and those that are shown as they are. */
export function textsIn(card: unknown): { readonly markdown: string[]; readonly verbatim: string[] } {
  const nodes = nodesIn(card);
  const of = (kind: string) =>
    nodes.flatMap(({ type, text }) => (type === kind && typeof text === 'string' ? [text] : []));
  return { markdown: of('TextBlock'), verbatim: of('TextRun') };
}

/** What in a TextBlock would be run: formatting, links, lists, mentions, entities, and dates of others than ours. */
export function markupIn(text: string): string[] {
  const ours = text.replace(/\{\{(DATE|TIME)\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(,SHORT)?\)\}\}/g, '');
  const run = [
    /\*/,
    /(^|[^\p{L}\p{N}])_|_([^\p{L}\p{N}]|$)/u,
    /`/,
    /\]\(|\]\[|\]:/,
    /^\s*([-+#>]|\d+[.)])\s/,
    /<\/?[a-z!]/i,
    /&#?\w+;/,
    /\{\{/,
    /\\/,
    /\n/,
  ];
  return run.flatMap((pattern) => pattern.exec(ours)?.[0] ?? []);
}
