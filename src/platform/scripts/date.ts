// Date: a moment in words, as strftime and Lua's os.date have it, in any zone (docs/wire/lua.md).

/** The numbers of `*t`: months and days of the week and the year count from 1. */
export interface DateFields {
  readonly sec: number;
  readonly min: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  readonly year: number;
  readonly wday: number;
  readonly yday: number;
}

export type DateTrouble = 'badspecifier' | 'badzone';

/** In English, as the vendor's scripts have it. Seconds count from 1970. */
export function formatDate(
  second: number,
  zone: string,
  format: string,
): { readonly date: string | DateFields } | DateTrouble {
  const moment = momentIn(second, zone);
  if (!moment) return 'badzone';
  if (format === '*t' || format === '!*t') return { date: moment.fields };
  let bad = false;
  const expand = (text: string): string =>
    text.replace(/%(.?)/gs, (_, letter: string) => {
      const write = Object.hasOwn(specifiers, letter) ? specifiers[letter] : undefined;
      if (!write) bad = true;
      const written = write?.(moment) ?? '';
      return write && composed.has(letter) ? expand(written) : written;
    });
  const date = expand(format);
  return bad ? 'badspecifier' : { date };
}

interface Moment {
  readonly second: number;
  readonly fields: DateFields;
  /** Minutes east of Greenwich. */
  readonly offset: number;
  readonly zoneName: string;
}

const daySeconds = 86_400;

function momentIn(second: number, zone: string): Moment | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, calendar: 'gregory', hourCycle: 'h23' },
      ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric', timeZoneName: 'short' },
    });
    const parts = format.formatToParts(second * 1000);
    const part = (name: string) => parts.find(({ type }) => type === name)?.value ?? '';
    const [year, month, day] = ['year', 'month', 'day'].map((name) => Number(part(name)));
    const [hour, min, sec] = ['hour', 'minute', 'second'].map((name) => Number(part(name)));
    const localMs = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, min, sec);
    return {
      second,
      fields: fieldsOf(new Date(localMs)),
      offset: Math.round(localMs / 60_000 - Math.floor(second / 60)),
      zoneName: part('timeZoneName'),
    };
  } catch {
    return undefined; // no such zone, or no such time
  }
}

/** Of a moment whose UTC is the local time. */
function fieldsOf(local: Date): DateFields {
  const year = local.getUTCFullYear();
  return {
    sec: local.getUTCSeconds(),
    min: local.getUTCMinutes(),
    hour: local.getUTCHours(),
    day: local.getUTCDate(),
    month: local.getUTCMonth() + 1,
    year,
    wday: local.getUTCDay() + 1,
    yday: Math.floor((local.getTime() - Date.UTC(year, 0, 1)) / 1000 / daySeconds) + 1,
  };
}

const two = (number: number): string => String(number).padStart(2, '0');
const blank = (number: number): string => String(number).padStart(2, ' ');
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];
const day = ({ fields }: Moment) => days[fields.wday - 1] ?? '';
const month = ({ fields }: Moment) => months[fields.month - 1] ?? '';
const twelve = ({ fields }: Moment) => fields.hour % 12 || 12;
const half = ({ fields }: Moment) => (fields.hour < 12 ? 'AM' : 'PM');

function offsetText({ offset }: Moment): string {
  const minutes = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

/** Those that are made of others. */
const composed = new Set(['c', 'D', 'F', 'h', 'r', 'R', 'T', 'x', 'X']);

const specifiers: Readonly<Record<string, (moment: Moment) => string>> = {
  a: (moment) => day(moment).slice(0, 3),
  A: day,
  b: (moment) => month(moment).slice(0, 3),
  B: month,
  c: () => '%a %d %b %Y %r %Z',
  C: ({ fields }) => two(Math.floor(fields.year / 100)),
  d: ({ fields }) => two(fields.day),
  D: () => '%m/%d/%y',
  e: ({ fields }) => blank(fields.day),
  F: () => '%Y-%m-%d',
  h: () => '%b',
  H: ({ fields }) => two(fields.hour),
  I: (moment) => two(twelve(moment)),
  j: ({ fields }) => String(fields.yday).padStart(3, '0'),
  m: ({ fields }) => two(fields.month),
  M: ({ fields }) => two(fields.min),
  n: () => '\n',
  p: half,
  r: () => '%I:%M:%S %p',
  R: () => '%H:%M',
  s: ({ second }) => String(second),
  S: ({ fields }) => two(fields.sec),
  t: () => '\t',
  T: () => '%H:%M:%S',
  w: ({ fields }) => String(fields.wday - 1),
  u: ({ fields }) => String(fields.wday === 1 ? 7 : fields.wday - 1),
  U: ({ fields }) => two(Math.floor((fields.yday + 7 - fields.wday) / 7)),
  W: ({ fields }) => two(Math.floor((fields.yday + 6 - ((fields.wday + 5) % 7)) / 7)),
  x: () => '%m/%d/%Y',
  X: () => '%r',
  y: ({ fields }) => two(fields.year % 100),
  Y: ({ fields }) => String(fields.year),
  z: offsetText,
  Z: ({ zoneName }) => zoneName,
  '%': () => '%',
};
