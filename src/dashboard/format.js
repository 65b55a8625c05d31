// Numbers, durations, sizes and times, as people read them.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export const count = (number) => whole.format(number);

/** `1 point`, `2 points`. */
export const counted = (number, noun) => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

/** About four digits, without trailing zeros, so that a value does not twitch in width. */
export function value(sample) {
  if (typeof sample !== 'number') return sample === undefined ? '–' : String(sample);
  if (Number.isInteger(sample)) return count(sample);
  const digits = Math.abs(sample) >= 100 ? 1 : Math.abs(sample) >= 1 ? 2 : 3;
  return sample.toFixed(digits);
}

const units = [
  ['year', 31_557_600_000],
  ['day', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

/** `42 days`, `3 h 20 min`, `12 s`: at most two units. Milliseconds in. */
export function duration(ms) {
  if (ms === undefined) return '–';
  if (ms < 1_000) return '0 s';
  const first = units.findIndex(([, size]) => ms >= size);
  const [unit, size] = units[first];
  const amount = Math.floor(ms / size);
  if (unit === 'day' || unit === 'year') return counted(amount, unit);
  const [nextUnit, nextSize] = units[first + 1] ?? [];
  const rest = nextSize ? Math.floor((ms % size) / nextSize) : 0;
  return rest > 0 ? `${amount} ${unit} ${rest} ${nextUnit}` : `${amount} ${unit}`;
}

/** `just now`, `12 s ago`. */
export const ago = (ms) =>
  ms === undefined ? 'never' : ms < 2_000 ? 'just now' : `${duration(ms)} ago`;

/** `512 B`, `12.5 KiB`, `3.2 MiB`. */
export function size(bytes) {
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let amount = bytes;
  let step = 0;
  while (amount >= 1024 && step < names.length - 1) {
    amount /= 1024;
    step += 1;
  }
  return `${step === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${names[step]}`;
}

/** `14:03:09` in the viewer's own zone. Unix seconds in. */
export const timeOfDay = (second) => new Date(second * 1000).toLocaleTimeString('en-GB');
