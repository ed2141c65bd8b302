import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A card, or a part of one, in the form that Teams takes. */
export type Json = Readonly<Record<string, unknown>>;

interface Template {
  expand(context: { readonly $root: unknown }): unknown;
}
/** By `require`, since the package's types lead to sources of another package that don't compile here. */
const { Template } = createRequire(import.meta.url)('adaptivecards-templating') as {
  readonly Template: new (payload: unknown) => Template;
};

const folder = folderOfTemplates();
const templates = new Map<string, Template>();

/**
 * Fills the holes of a template of `adaptive-cards/`: `card` is the file card.json, `fields/text` the entry `text` of
 * fields.json. What goes in is taken as it is: `${…}` in somebody's words is text.
 */
export function fill(name: string, data: Json): Json {
  let template = templates.get(name);
  if (!template) {
    const [file = '', entry] = name.split('/');
    const whole = JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8')) as Record<string, unknown>;
    template = new Template(entry === undefined ? whole : whole[entry]);
    templates.set(name, template);
  }
  return template.expand({ $root: data }) as Json;
}

/** `adaptive-cards/` lies beside the compiled code's folder, however deep that is. */
function folderOfTemplates(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    const found = join(at, 'adaptive-cards');
    if (existsSync(found)) return found;
    if (at === dirname(at)) throw new Error('the folder adaptive-cards is missing');
  }
}
