// Report: the lines of a run, and how a person reads them.

/** One contender's own figures: of this machine and this minute. */
export interface Figure {
  readonly who: string;
  readonly figures: readonly string[];
}

/** A ratio, which other machines should show as well, and the target that it is held against. */
export interface Ratio {
  /** What is divided by what: `ours / bare`. */
  readonly what: string;
  readonly value: number;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Whether it holds still enough from run to run for `--gate` to rely on it. */
  readonly steady?: boolean;
}

export interface Line {
  readonly title: string;
  readonly figures: readonly Figure[];
  readonly ratios: readonly Ratio[];
}

export const isMet = ({ value, atLeast, atMost }: Ratio): boolean =>
  (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);

const hasTarget = ({ atLeast, atMost }: Ratio): boolean =>
  atLeast !== undefined || atMost !== undefined;

/** The ratios that the gate relies on and that missed their target. */
export const missed = (lines: readonly Line[]): readonly Ratio[] =>
  lines.flatMap(({ ratios }) => ratios.filter((ratio) => ratio.steady && !isMet(ratio)));

export function lineText({ title, figures, ratios }: Line): string {
  const width = Math.max(...figures.map(({ who }) => who.length), 0);
  const own = figures.map(
    (figure) => `  ${figure.who.padEnd(width)}  ${figure.figures.join('  ')}`,
  );
  return [title, ...own, ...ratios.map((ratio) => `  ${ratioText(ratio)}`), ''].join('\n');
}

function ratioText(ratio: Ratio): string {
  const { what, value, atLeast, atMost, steady } = ratio;
  const said = `${what}: ${short(value)}`;
  if (!hasTarget(ratio)) return `  ${said}`;
  const target =
    atLeast === undefined ? `at most ${short(atMost ?? 0)}` : `at least ${short(atLeast)}`;
  return `${isMet(ratio) ? '✓' : '✗'} ${said}  (${target}${steady ? ', gated' : ''})`;
}

/** Three digits that matter, thousands set apart. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 100) return Number(value.toPrecision(3)).toLocaleString('en-US');
  return String(Number(value.toPrecision(Math.abs(value) < 10 ? 2 : 3)));
}

export const perSecond = (value: number): string => `${short(value)} points/s`;
export const cpu = (value: number): string => `${short(value)} us CPU/point`;
export const bytes = (value: number, where: string): string => `${short(value)} B/point ${where}`;
export const mebibytes = (value: number, what: string): string =>
  `${(value / 1024 ** 2).toFixed(1)} MiB ${what}`;
export const milliseconds = (value: number): string => `${short(value)} ms`;
