// Stretches: which epoch the seqs belong to, as the list of places where it changes.

export interface Stretch {
  readonly first: number;
  readonly epoch: number;
}

/** In order of `first`. Never changed: every function makes a new list. */
export type Stretches = readonly Stretch[];

/** The index of the stretch that holds `seq`, -1 before the first. */
function indexAt(stretches: Stretches, seq: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((stretches[middle] as Stretch).first <= seq) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The epoch at `seq`, and where its stretch ends (infinity for the last). */
export function stretchAt(
  stretches: Stretches,
  seq: number,
): { readonly epoch: number | undefined; readonly end: number } {
  const index = indexAt(stretches, seq);
  return {
    epoch: stretches[index]?.epoch,
    end: stretches[index + 1]?.first ?? Number.POSITIVE_INFINITY,
  };
}

/** Splits off the stretches that end at or below `seq`: nothing of theirs is kept. */
export function stretchesFrom(
  stretches: Stretches,
  seq: number,
): { readonly kept: Stretches; readonly gone: Stretches } {
  const index = Math.max(0, indexAt(stretches, seq));
  return index === 0
    ? { kept: stretches, gone: [] }
    : { kept: stretches.slice(index), gone: stretches.slice(0, index) };
}
