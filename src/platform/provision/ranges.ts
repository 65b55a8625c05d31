// Ranges: serial numbers that follow from a first and a last number, without a record each.

import * as z from 'zod';
import { limits } from '../../core/limits.ts';

const macDigits = 12;
const number = z.number().int().nonnegative();

const rangeSchema = z.object({
  format: z.enum(['base10', 'base16', 'mac:48', 'mac-48', 'mac.48']),
  /** Digits, with zeros in front; null for as many as the number needs, and for mac formats. */
  length: number.max(64).nullable().default(null),
  casing: z.enum(['upper', 'lower']).nullable().default(null),
  first: number,
  last: number,
});
export type Range = z.infer<typeof rangeSchema>;

const bodySchema = z.object({ ranges: z.array(rangeSchema).min(1).max(limits.serialRanges) });

/** The ranges of a JSON body; undefined when they make no sense. */
export function parseRanges(body: Uint8Array): readonly Range[] | undefined {
  try {
    const { ranges } = bodySchema.parse(JSON.parse(Buffer.from(body).toString('utf8')));
    return ranges.every(({ first, last }) => first <= last) ? ranges : undefined;
  } catch {
    return undefined;
  }
}

export const sameRange = (a: Range, b: Range): boolean =>
  a.format === b.format &&
  a.length === b.length &&
  a.casing === b.casing &&
  a.first === b.first &&
  a.last === b.last;

/** Whether a serial number is one of the range: the very text that its number is written as. */
export function isWithin(sn: string, range: Range): boolean {
  const digits = range.format.startsWith('mac') ? sn.replaceAll(/[:.-]/g, '') : sn;
  const base = range.format === 'base10' ? 10 : 16;
  if (!/^[0-9a-f]{1,64}$/i.test(digits)) return false;
  const value = Number.parseInt(digits, base);
  return value >= range.first && value <= range.last && spell(value, range).includes(sn);
}

/** How a number of the range may be written: in both cases of letters when none is asked for. */
function spell(value: number, { format, length, casing }: Range): readonly string[] {
  if (format === 'base10') return [String(value).padStart(length ?? 0, '0')];
  const isMac = format !== 'base16';
  const digits = value.toString(16).padStart(isMac ? macDigits : (length ?? 0), '0');
  const lower = isMac ? separate(digits, format) : digits;
  const upper = lower.toUpperCase();
  if (casing === null) return [lower, upper];
  return [casing === 'upper' ? upper : lower];
}

function separate(digits: string, format: Range['format']): string {
  const sign = format.at(3) ?? ':';
  const parts = digits.match(sign === '.' ? /.{4}/g : /.{2}/g) ?? [];
  return parts.join(sign);
}
