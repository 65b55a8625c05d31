// Numbers that are whole after shifting the point some places, as most sensors send them.

import type { Value } from '../point.ts';
import {
  type ByteReader,
  type ByteWriter,
  fromZigzag,
  readU8,
  readZigzag,
  toZigzag,
  writeU8,
  writeZigzag,
} from './bytes.ts';
import { readRice, writeRice } from './rice.ts';

// So small that a difference of two, zigzagged, is still exact.
const maxMantissa = 2 ** 50;
const maxScale = 12;

/** Values as mantissas x 10^-scale. */
export interface Decimals {
  readonly scale: number;
  readonly mantissas: readonly number[];
}

/** The value as a whole number of 10^-scale, or undefined when it is not exactly that (nor is -0). */
function mantissaOf(value: number, scale: number): number | undefined {
  const mantissa = Math.round(value * 10 ** scale);
  const exact = mantissa / 10 ** scale === value && !Object.is(mantissa, -0);
  return exact && Math.abs(mantissa) <= maxMantissa ? mantissa : undefined;
}

/** Undefined when no common scale writes all values exactly. */
export function toDecimals(values: readonly Value[]): Decimals | undefined {
  let scale = 0;
  for (const value of values) {
    if (typeof value !== 'number') return undefined;
    while (mantissaOf(value, scale) === undefined) if (++scale > maxScale) return undefined;
  }
  const mantissas: number[] = [];
  for (const value of values) {
    const mantissa = mantissaOf(value as number, scale);
    if (mantissa === undefined) return undefined;
    mantissas.push(mantissa);
  }
  return { scale, mantissas };
}

export function writeDecimals(writer: ByteWriter, { scale, mantissas }: Decimals): void {
  writeU8(writer, scale);
  let last = mantissas[0] as number;
  writeZigzag(writer, last);
  const deltas: number[] = [];
  for (let i = 1; i < mantissas.length; i++) {
    const mantissa = mantissas[i] as number;
    deltas.push(toZigzag(mantissa - last));
    last = mantissa;
  }
  if (deltas.length > 0) writeRice(writer, deltas);
}

/** `count` is at least 1. Undefined when the bytes hold no such numbers. */
export function readDecimals(reader: ByteReader, count: number): Value[] | undefined {
  const scale = readU8(reader);
  let mantissa = readZigzag(reader);
  const deltas = count > 1 ? readRice(reader, count - 1) : [];
  if (!deltas || scale > maxScale) return undefined;
  const divisor = 10 ** scale;
  const values: Value[] = [mantissa / divisor];
  for (const delta of deltas) {
    mantissa += fromZigzag(delta);
    values.push(mantissa / divisor);
  }
  return values;
}
