// Fields of the settings file that several schemas share: names, durations and sizes.

import * as z from 'zod';
import { formatDuration, formatSize, parseDuration, parseSize } from '../core/units.ts';

const durationHint = 'write a duration such as 500ms, 10s, 5m, 2h or 7d';
const sizeHint = 'write a size such as 512B, 64KiB, 256MiB or 2GiB';

interface Range {
  readonly min?: number;
  readonly max?: number;
}

interface Quantity {
  readonly hint: string;
  /** For editors that complete and check the file by its JSON Schema. */
  readonly pattern: string;
  readonly parse: (text: string) => number | undefined;
  readonly format: (amount: number) => string;
}

const quantityField = ({ hint, pattern, parse, format }: Quantity, range: Range) =>
  z
    .string({ error: hint })
    .meta({ pattern })
    .transform((text, context) => {
      const amount = parse(text);
      const { min = 0, max = Number.MAX_SAFE_INTEGER } = range;
      if (amount !== undefined && amount >= min && amount <= max) return amount;
      const message =
        amount === undefined
          ? hint
          : amount < min
            ? `at least ${format(min)}`
            : `at most ${format(max)}`;
      context.addIssue({ code: 'custom', message, input: text });
      return z.NEVER;
    });

const duration: Quantity = {
  hint: durationHint,
  pattern: '^\\d+(\\.\\d+)? ?(ms|s|m|h|d)$',
  parse: parseDuration,
  format: formatDuration,
};
const size: Quantity = {
  hint: sizeHint,
  pattern: '^\\d+(\\.\\d+)? ?(B|KiB|MiB|GiB)$',
  parse: parseSize,
  format: formatSize,
};

/** A duration with its unit (`10s`); the setting becomes milliseconds. The range is in milliseconds. */
export const durationField = (range: Range = {}) => quantityField(duration, range);

/** A size with its unit (`64KiB`); the setting becomes bytes. The range is in bytes. */
export const sizeField = (range: Range = {}) => quantityField(size, range);

export const namePattern = /^[\p{L}\p{N}][\p{L}\p{N}_.:-]{0,63}$/u;

/**
 * A source, channel or dataport: it stands in addresses, labels and file names, so it is a word of
 * letters, digits and `_ . : -`. What every object of JavaScript has from birth is no name, so that no
 * table of names anywhere can be mistaken.
 */
export const nameField = z
  .string()
  .regex(namePattern, {
    error:
      'a name is one word of 1 to 64 letters, digits and _ . : - that begins with a letter or digit',
    abort: true,
  })
  .refine((name) => !Object.hasOwn(Object.prototype, name), {
    error: 'is a word of JavaScript, which is not allowed as a name',
  });

/** The name that somebody may have meant who wrote this; undefined when nothing of it is left. */
export function nameLike(text: string): string | undefined {
  const word = text
    .replace(/[^\p{L}\p{N}_.:-]+/gu, '_')
    .replace(/^[^\p{L}\p{N}]+|_+$/gu, '')
    .slice(0, 64);
  return namePattern.test(word) ? word : undefined;
}
