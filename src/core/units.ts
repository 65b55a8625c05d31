// Durations and sizes as people write them: `500ms`, `10s`, `5m`, `2h`, `7d`; `512B`, `64KiB`, `256MiB`.

const msByUnit: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const bytesByUnit: Record<string, number> = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

const quantity = /^(\d+(?:\.\d+)?) ?([A-Za-z]+)$/;

function parse(text: string, factors: Record<string, number>): number | undefined {
  const [, digits, unit] = quantity.exec(text) ?? [];
  if (digits === undefined || unit === undefined || !Object.hasOwn(factors, unit)) return undefined;
  return Math.round(Number(digits) * (factors[unit] ?? Number.NaN));
}

/** Milliseconds, or undefined when the text is no duration. */
export const parseDuration = (text: string): number | undefined => parse(text, msByUnit);

/** Bytes, or undefined when the text is no size. */
export const parseSize = (text: string): number | undefined => parse(text, bytesByUnit);

const format = (amount: number, factors: Record<string, number>): string => {
  const units = Object.entries(factors).reverse();
  const [unit, factor] = units.find(([, f]) => amount >= f) ?? ['', 1];
  return `${Number((amount / factor).toFixed(1))}${unit}`;
};

/** `90000` as `1.5m`: short, for people. */
export const formatDuration = (ms: number): string => (ms < 1 ? '0s' : format(ms, msByUnit));

/** `1536` as `1.5KiB`: short, for people. */
export const formatSize = (bytes: number): string =>
  bytes < 1 ? '0B' : format(bytes, bytesByUnit);
