import { isObject, type Json } from '../../shared/json.js';

/** Which properties hold further elements or actions; the library's schemas do not list them. */
const children: Record<string, readonly string[]> = {
  'Action.ShowCard': ['card'],
  ActionSet: ['actions'],
  AdaptiveCard: ['body', 'actions', 'selectAction'],
  Column: ['items', 'selectAction'],
  ColumnSet: ['columns', 'selectAction'],
  Container: ['items', 'selectAction'],
  Image: ['selectAction'],
  ImageSet: ['images'],
  'Input.Text': ['inlineAction'],
  RichTextBlock: ['inlines'],
  Table: ['rows'],
  TableCell: ['items', 'selectAction'],
  TableRow: ['cells'],
  TextRun: ['selectAction'],
};

/** Their `type` may be left out, being clear from where they stand. */
const implied: Record<string, string> = {
  'Action.ShowCard card': 'AdaptiveCard',
  'ColumnSet columns': 'Column',
  'ImageSet images': 'Image',
  'Table rows': 'TableRow',
  'TableRow cells': 'TableCell',
};

export interface Part {
  type: string;
  json: Json;
  /** A JSON pointer into the card. */
  at: string;
}

export function childProperties(type: string): readonly string[] {
  return children[type] ?? [];
}

/** A card and everything in it, but not its fallbacks: outer parts first, in the order in which they are shown. */
export function* parts(json: unknown, type = 'AdaptiveCard', at = ''): Generator<Part> {
  if (!isObject(json)) return;
  const own = typeof json.type === 'string' ? json.type : type;
  yield { type: own, json, at };
  for (const property of childProperties(own)) {
    const value = json[property];
    const inner = implied[`${own} ${property}`] ?? '';
    if (!Array.isArray(value)) yield* parts(value, inner, `${at}/${property}`);
    else for (const [index, each] of value.entries()) yield* parts(each, inner, `${at}/${property}/${index}`);
  }
}
