/**
 * The known word that somebody most likely meant, or undefined when none is close: at most one slip (a letter too
 * many, missing, wrong, or two swapped) for each four letters, two at the least for words of five and more.
 * Case, hyphens and underscores don't count.
 */
export function nearestWord(word: string, known: Iterable<string>): string | undefined {
  // A long text is no typo, and the comparison costs the product of both lengths.
  if (word.length > 60) return undefined;
  const plain = (text: string) => text.toLowerCase().replaceAll(/[-_]/g, '');
  const meant = plain(word);
  let best: string | undefined;
  let fewest = Math.max(meant.length < 5 ? 1 : 2, Math.floor(meant.length / 4)) + 1;
  for (const candidate of known) {
    const slips = distance(meant, plain(candidate));
    if (slips < fewest && slips < meant.length) {
      best = candidate;
      fewest = slips;
    }
  }
  return best;
}

/** Edit distance in which swapping two neighbours counts as one slip (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min(at(above, column) + 1, at(current, column - 1) + 1, at(above, column - 1) + cost);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, at(before, column - 2) + 1);
      }
      current.push(least);
    }
    before = above;
    above = current;
  }
  return at(above, b.length);
}

const at = (row: readonly number[], column: number) => row[column] ?? Number.POSITIVE_INFINITY;
