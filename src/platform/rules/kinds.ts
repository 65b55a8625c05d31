// Kinds: the internal logic of each rule, as the seed tells it (003, "create (datarule)"; checklist O29).
//
// Pure. A kind is told of two things, a value and a timeout that has elapsed, and says what becomes of its
// condition, its timer and its counter. Whoever runs it keeps the state and the time.

import { comparisons } from '../flow/preprocess.ts';
import type { Comparison, Rule } from '../resources/rule.ts';

/** What a kind may know of the past. */
export interface Before {
  readonly running: boolean;
  readonly count: number;
}

export interface Turn {
  /** The result of the condition; absent when there is none. */
  readonly condition?: boolean;
  /** `start` also restarts. Without it the timer goes on as it was. */
  readonly timer?: 'start' | 'stop';
  readonly count?: number;
}

export interface Kind {
  readonly repeat: boolean;
  /** Seconds; 0 is no timer. */
  readonly timeout: number;
  /** Whether the timer runs from the beginning, before any value. */
  readonly eager: boolean;
  onValue(value: number, before: Before): Turn;
  onElapsed(): Turn;
}

/** The kind that a rule asks for; undefined for a script, which is no condition. */
export function kindOf(rule: Rule): Kind | undefined {
  if ('simple' in rule) return simple(rule.simple);
  if ('timeout' in rule) return timeout(rule.timeout);
  if ('interval' in rule) return interval(rule.interval);
  if ('duration' in rule) return duration(rule.duration);
  return 'count' in rule ? count(rule.count) : undefined;
}

interface Compared {
  readonly comparison: Comparison;
  readonly constant: number;
  readonly repeat?: boolean | undefined;
}
type Timed<T> = T & { readonly timeout: number };

const holds = ({ comparison, constant }: Compared, value: number): boolean =>
  comparisons[comparison](value, constant);

const simple = (rule: Compared): Kind => ({
  repeat: rule.repeat ?? false,
  timeout: 0,
  eager: false,
  onValue: (value) => ({ condition: holds(rule, value) }),
  onElapsed: () => ({}),
});

/** False with each value, true when none has come for the time. */
const timeout = (rule: Timed<Pick<Compared, 'repeat'>>): Kind => ({
  repeat: rule.repeat ?? false,
  timeout: rule.timeout,
  eager: true,
  onValue: () => ({ condition: false, timer: 'start' }),
  onElapsed: () => ({ condition: true, timer: 'start' }),
});

/** The comparison, said again and again while it is true. */
const interval = (rule: Timed<Compared>): Kind => ({
  repeat: rule.repeat ?? false,
  timeout: rule.timeout,
  eager: false,
  onValue: (value) =>
    holds(rule, value) ? { condition: true, timer: 'start' } : { condition: false, timer: 'stop' },
  onElapsed: () => ({ condition: true, timer: 'start' }),
});

/** True when the comparison has held for the time; a value that holds does not start the time anew. */
const duration = (rule: Timed<Compared>): Kind => ({
  repeat: rule.repeat ?? false,
  timeout: rule.timeout,
  eager: false,
  onValue(value, { running }) {
    if (!holds(rule, value)) return { condition: false, timer: 'stop' };
    if (rule.timeout === 0) return { condition: true };
    return running ? {} : { timer: 'start' };
  },
  onElapsed: () => ({ condition: true, timer: 'start' }),
});

/** True when the comparison has held that many times within the time; without a time, ever since. */
const count = (rule: Timed<Compared> & { readonly count: number }): Kind => ({
  repeat: rule.repeat ?? false,
  timeout: rule.timeout,
  eager: false,
  onValue(value, before) {
    if (!holds(rule, value)) return {};
    const going = before.running || rule.timeout === 0;
    const counted = going ? before.count + 1 : 1;
    if (counted >= rule.count) return { condition: true, timer: 'start', count: 0 };
    return going ? { count: counted } : { timer: 'start', count: counted };
  },
  onElapsed: () => ({ condition: false, timer: 'stop', count: 0 }),
});
