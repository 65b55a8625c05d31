// Sparkline: the last seconds of a channel as one row of blocks.

import type { Value } from '../../core/point.ts';

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A point that came late by a second or two leaves no hole. */
const bridgedSeconds = 2;

/** Stretches of blocks of one kind, in order of time: `waiting` from the second `frontier` on. */
export interface Stretch {
  readonly text: string;
  readonly waiting: boolean;
}

/** One block a second, `width` of them, the last one for `toSecond`; a space where there was nothing. */
export function sparkline(
  values: ReadonlyMap<number, Value>,
  width: number,
  toSecond: number,
  frontier: number,
): readonly Stretch[] {
  const seconds = Array.from({ length: width }, (_, index) => toSecond - width + 1 + index);
  const numbers = seconds.map((second) => nearest(values, second));
  const known = numbers.filter((number) => number !== undefined);
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  const block = (number: number | undefined): string => {
    if (number === undefined) return ' ';
    const level = span === 0 ? 3 : Math.round(((number - low) / span) * (blocks.length - 1));
    return blocks[level] ?? ' ';
  };
  const text = numbers.map(block).join('');
  const delivered = Math.max(0, Math.min(width, frontier - (seconds[0] ?? 0)));
  return [
    { text: text.slice(0, delivered), waiting: false },
    { text: text.slice(delivered), waiting: true },
  ];
}

function nearest(values: ReadonlyMap<number, Value>, second: number): number | undefined {
  for (let back = 0; back <= bridgedSeconds; back += 1) {
    const value = values.get(second - back);
    if (typeof value === 'number') return value;
    if (typeof value === 'boolean') return Number(value);
  }
  return undefined;
}
