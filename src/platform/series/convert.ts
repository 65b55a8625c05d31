// Convert: a value from the wire into the format of its series (checklist O16, O17; ruling 4).

import { limits } from '../../core/limits.ts';
import type { Value } from '../../core/point.ts';
import type { Format } from '../../wire/onep.ts';

const number = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The value as it is stored, or undefined when it does not fit the format. */
export function toFormat(value: unknown, format: Format): Value | undefined {
  switch (format) {
    case 'float':
      return toNumber(value);
    case 'integer':
      return truncated(toNumber(value));
    case 'string':
      return toText(value);
    case 'boolean':
      return toBoolean(value);
    case 'binary':
      return toBase64(value);
  }
}

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const parsed = typeof value === 'string' && number.test(value) ? Number(value) : value;
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : undefined;
}

/** Adding 0 turns -0 into 0: an integer has one zero. What a double cannot hold exactly does not fit. */
function truncated(value: number | undefined): number | undefined {
  const whole = value === undefined ? Number.NaN : Math.trunc(value) + 0;
  return Number.isSafeInteger(whole) ? whole : undefined;
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return sized(value.toWellFormed());
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

function toBoolean(value: unknown): boolean | undefined {
  if (value === true || value === 1 || value === 'true' || value === '1') return true;
  if (value === false || value === 0 || value === 'false' || value === '0') return false;
  return undefined;
}

const toBase64 = (value: unknown): string | undefined => {
  const text = typeof value === 'string' ? sized(value) : undefined;
  return text !== undefined && base64.test(text) ? text : undefined;
};

const sized = (text: string): string | undefined =>
  text.length <= limits.stringValueBytes && Buffer.byteLength(text) <= limits.stringValueBytes
    ? text
    : undefined;
