// The known word that somebody probably meant.

/** Edits that turn `a` into `b`: one letter put in, left out, changed, or two swapped. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, at(beforeLast, j - 2) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number =>
  row[index] ?? Number.POSITIVE_INFINITY;

/** Longer words than this are compared by their beginning: no key of ours is near as long. */
const maxLetters = 64;

/** A word of which more than this share is wrong was hardly meant. */
const farthest = 0.4;

/** The nearest of `words`, unless even that one is too far to be what was meant. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const given = word.slice(0, maxLetters).toLowerCase();
  let found: string | undefined;
  let least = Math.max(1, Math.floor(given.length * farthest)) + 0.5;
  for (const candidate of words) {
    const distance = editDistance(given, candidate.toLowerCase());
    if (distance < least) [found, least] = [candidate, distance];
  }
  return found;
}
