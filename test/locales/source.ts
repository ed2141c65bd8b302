import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const src = resolve('src');

/** The TypeScript files of some folders of src/, by their path inside it. */
export function sources(...folders: string[]): ReadonlyMap<string, string> {
  const files = folders.flatMap((folder) =>
    readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => join(src, folder, file)),
  );
  return new Map(files.map((file) => [relative(src, file), readFileSync(file, 'utf8')]));
}

/** Of these files, the ones that the first folder holds or imports, over however many steps. */
export function reachedFrom(folder: string, files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const reached = new Map<string, string>();
  const visit = (file: string) => {
    const text = files.get(file);
    if (text === undefined || reached.has(file)) return;
    reached.set(file, text);
    for (const [, target] of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
      visit(join(dirname(file), target as string).replace(/\.js$/, '.ts'));
    }
  };
  for (const file of files.keys()) if (file.startsWith(`${folder}/`)) visit(file);
  return reached;
}

export interface Literal {
  /** Without its quotes; `*` stands for whatever a template fills in. */
  readonly text: string;
  /** The code on the same statement before it. */
  readonly before: string;
}

/** The string and template literals of TypeScript code, those in comments and regular expressions left out. */
export function literalsIn(code: string): Literal[] {
  const token =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|(?<=[(,=:?&|!]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*|'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)"|`((?:\\.|\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\}|[^`\\])*)`/g;
  return [...code.matchAll(token)].flatMap((match) => {
    const text = match[1] ?? match[2] ?? match[3];
    if (text === undefined) return [];
    const before =
      code
        .slice(Math.max(0, match.index - 200), match.index)
        .split(/[;{}]\s*\n/)
        .at(-1) ?? '';
    const filled = match[3] === undefined ? text : text.replaceAll(/\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\}/g, '*');
    const inside = match[3] === undefined ? [] : [...text.matchAll(/\$\{((?:[^{}`]|`[^`]*`|\{[^{}]*\})*)\}/g)];
    const within = ({ text: nested, before: own }: Literal) => ({ text: nested, before: `${before}${own}` });
    return [{ text: filled, before }, ...inside.flatMap(([, inner]) => literalsIn(inner as string).map(within))];
  });
}
