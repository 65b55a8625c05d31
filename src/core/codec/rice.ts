// Rice code: small whole numbers in as few bits as their size asks for.

import {
  type ByteReader,
  type ByteWriter,
  bytesLeft,
  readBytes,
  readU8,
  writeU8,
} from './bytes.ts';

// A number is a quotient in ones (a zero ends them) and a remainder of `k` bits, lowest bit first. A
// quotient that would need more ones than this is an outlier: its 54 bits follow the ones instead.
const outlierOnes = 16;
const outlierBits = 54;
const wordBits = 18;
const maxRemainderBits = 22;

/** The remainder's width that suits the median: near the best for noise, and blind to outliers. */
function remainderBits(numbers: readonly number[]): number {
  const widths = new Uint32Array(maxRemainderBits + 2);
  for (const n of numbers) {
    const width = n >= 2 ** maxRemainderBits ? maxRemainderBits + 1 : 32 - Math.clz32(n);
    widths[width] = (widths[width] as number) + 1;
  }
  let width = 0;
  for (let seen = 0; width <= maxRemainderBits; width++) {
    seen += widths[width] as number;
    if (seen * 2 >= numbers.length) break;
  }
  return Math.max(0, width - 1);
}

/** Writes whole numbers in [0, 2^53): a byte for the remainder's width, then the bits. */
export function writeRice(writer: ByteWriter, numbers: readonly number[]): void {
  const k = remainderBits(numbers);
  const divisor = 2 ** k;
  let word = 0;
  let filled = 0;
  const put = (bits: number, count: number): void => {
    word |= bits << filled;
    for (filled += count; filled >= 8; filled -= 8) {
      writeU8(writer, word & 0xff);
      word >>>= 8;
    }
  };

  writeU8(writer, k);
  for (const n of numbers) {
    const quotient = Math.floor(n / divisor);
    if (quotient < outlierOnes) {
      put((1 << quotient) - 1, quotient + 1);
      put(n % divisor, k);
    } else {
      put((1 << outlierOnes) - 1, outlierOnes);
      for (let rest = n, bits = 0; bits < outlierBits; bits += wordBits) {
        put(rest % 2 ** wordBits, wordBits);
        rest = Math.floor(rest / 2 ** wordBits);
      }
    }
  }
  if (filled > 0) writeU8(writer, word);
}

/** Reads `count` numbers from all that is left; undefined when the bits do not hold them. */
export function readRice(reader: ByteReader, count: number): number[] | undefined {
  const k = readU8(reader);
  const divisor = 2 ** k;
  const bytes = readBytes(reader, bytesLeft(reader));
  if (reader.failed || k > maxRemainderBits || count > bytes.length * 8) return undefined;
  let at = 0;
  let word = 0;
  let filled = 0;
  // Past the end the bits are zeros; `used` tells in the end whether too many were taken.
  let used = 0;
  const take = (bits: number): number => {
    for (; filled < bits; filled += 8) word |= (bytes[at++] ?? 0) << filled;
    const value = word & ((1 << bits) - 1);
    word >>>= bits;
    filled -= bits;
    used += bits;
    return value;
  };
  const ones = (): number => {
    for (; filled <= outlierOnes; filled += 8) word |= (bytes[at++] ?? 0) << filled;
    const zeros = ~word;
    const run = Math.min(31 - Math.clz32(zeros & -zeros), outlierOnes);
    take(run < outlierOnes ? run + 1 : run);
    return run;
  };

  const numbers: number[] = [];
  for (let i = 0; i < count; i++) {
    const quotient = ones();
    let n = 0;
    if (quotient < outlierOnes) n = quotient * divisor + take(k);
    else for (let b = 0; b < outlierBits; b += wordBits) n += take(wordBits) * 2 ** b;
    numbers.push(n);
  }
  return used <= bytes.length * 8 && used > bytes.length * 8 - 8 ? numbers : undefined;
}
