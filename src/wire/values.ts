// Values as JSON text by the format of their dataport: a float is written 1.0, an integer 1.

import type { Value } from '../core/point.ts';
import type { Format } from './onep.ts';

/**
 * The JSON of one value. A float keeps a fraction (`1.0`, `1e+21`), since public clients tell floats
 * from integers by it; a boolean reads as the string `"true"` or `"false"` (seed 003, "read").
 */
export function valueText(value: Value, format: Format): string {
  if (typeof value === 'boolean') return value ? '"true"' : '"false"';
  if (typeof value === 'string') return JSON.stringify(value);
  return format === 'float' ? floatText(value) : String(value);
}

function floatText(value: number): string {
  if (!Number.isInteger(value)) return String(value);
  if (Object.is(value, -0)) return '-0.0';
  const digits = String(value);
  return digits.includes('e') ? digits : `${digits}.0`;
}

/** The JSON of a list of points: `[[second, value], …]`. The lists are parallel. */
export function pointsText(
  seconds: readonly number[],
  values: readonly Value[],
  format: Format,
): string {
  const points = values.map((value, at) => `[${seconds[at]},${valueText(value, format)}]`);
  return `[${points.join(',')}]`;
}
