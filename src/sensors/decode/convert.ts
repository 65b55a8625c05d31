// From what a device sent to a value of the channel's format, or undefined when it is none.

import type { Value } from '../../core/point.ts';
import type { Format } from './decoder.ts';

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const words: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['on', true],
  ['1', true],
  ['false', false],
  ['off', false],
  ['0', false],
]);

/** From text without surrounding space, as csv, regex and number find it. */
export function fromText(text: string, format: Format): Value | undefined {
  switch (format) {
    case 'string':
      return text;
    case 'boolean':
      return words.get(text.toLowerCase());
    default:
      return decimal.test(text) ? numberOf(Number(text), format) : undefined;
  }
}

/** From a JSON value. Types are not guessed, save that a boolean may be sent as 0 or 1. */
export function fromJson(value: unknown, format: Format): Value | undefined {
  switch (format) {
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'boolean':
      if (value === 0 || value === 1) return value === 1;
      return typeof value === 'boolean' ? value : undefined;
    default:
      return typeof value === 'number' ? numberOf(value, format) : undefined;
  }
}

function numberOf(value: number, format: 'float' | 'integer'): number | undefined {
  const fits = format === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value);
  return fits ? value : undefined;
}
