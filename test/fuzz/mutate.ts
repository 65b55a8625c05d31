// Mutators: a request that is right, bent in its bytes or in its grammar, by a seed.

import type { Random } from '../../src/core/ports/random.ts';

const encoder = new TextEncoder();

export const pick = <T>(random: Random, from: readonly T[]): T =>
  from[Math.floor(random.float() * from.length)] as T;

/** What parsers stumble over, as bytes. */
const splinters = ['"', '\\', '\\u', '\\ud800', '{', '}', '[', ']', ',', ':', '-', '1e999', 'null']
  .concat(['\u0000', '\ufeff', '"__proto__":1,', '[['.repeat(60), '9'.repeat(400)])
  .map((text) => encoder.encode(text));

/** Cuts, doubles, flips or inserts bytes, up to four times. */
export function mutateBytes(random: Random, body: Uint8Array): Uint8Array {
  let bytes = body;
  for (let times = 1 + Math.floor(random.float() * 4); times > 0; times -= 1) {
    bytes = wound(random, bytes);
  }
  return bytes;
}

function wound(random: Random, bytes: Uint8Array): Uint8Array {
  const from = Math.floor(random.float() * (bytes.length + 1));
  const to = Math.min(bytes.length, from + Math.floor(random.float() * 16));
  const [head, middle, tail] = [bytes.slice(0, from), bytes.slice(from, to), bytes.slice(to)];
  switch (Math.floor(random.float() * 5)) {
    case 0:
      return Buffer.concat([head, tail]);
    case 1:
      return Buffer.concat([head, middle, middle, tail]);
    case 2:
      return Buffer.concat([head, pick(random, splinters), tail]);
    case 3:
      return head;
    default:
      return Buffer.concat([head, random.bytes(middle.length), tail]);
  }
}

/** What no member of a request should be, and some that only look right. */
const strangers: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e300,
  -1e300,
  2 ** 53,
  '',
  'alias',
  '\u0000',
  '\ud800',
  'x'.repeat(5000),
  [],
  {},
  [[]],
  { alias: '' },
  { alias: {} },
  ['owned'],
  'infinity',
  'inherit',
];

/** Puts a stranger in the place of one or two members, or takes, doubles or renames them. */
export function mutateTree(random: Random, tree: unknown): unknown {
  const depth = random.float();
  if (typeof tree !== 'object' || tree === null || depth < 0.15) return pick(random, strangers);
  if (Array.isArray(tree)) return mutateList(random, tree);
  const entries = Object.entries(tree);
  const [key, value] = pick(random, entries) ?? ['x', null];
  const others = entries.filter(([name]) => name !== key);
  const choice = random.float();
  if (choice < 0.1) return Object.fromEntries(others);
  if (choice < 0.2) return Object.fromEntries([...others, [`${key}x`, value]]);
  return Object.fromEntries([...others, [key, mutateTree(random, value)]]);
}

function mutateList(random: Random, list: readonly unknown[]): unknown {
  const at = Math.floor(random.float() * list.length);
  const choice = random.float();
  if (list.length === 0 || choice < 0.1) return [...list, pick(random, strangers)];
  if (choice < 0.2) return list.toSpliced(at, 1);
  if (choice < 0.3) return [...list, list[at]];
  return list.with(at, mutateTree(random, list[at]));
}
