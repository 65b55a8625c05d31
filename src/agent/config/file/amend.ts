// Reads the values of a file beside its schema, and mends slips of the pen on the way: each is noted,
// and reading goes on, so that one run names every error.
//
// A misspelled key is read as its nearest known one; an unknown kind as the nearest kind; a key
// without a value as absent, a channel without one as a channel of defaults; and where the schema
// wants text, what looks like a number is text as it was written (`vid: 0403` keeps its zero).

import type { Node, Pair, Scalar, YAMLMap } from 'yaml';
import { isMap, isScalar, isSeq } from 'yaml';
import { keyText, resolve, type YamlFile } from './document.ts';
import {
  accepts,
  alternatives,
  discriminator,
  type JsonSchema,
  propertyOf,
} from './json-schema.ts';
import { nearest } from './nearest.ts';
import { formatPath, type Path, type Problem } from './problem.ts';

export interface Amended {
  readonly values: unknown;
  /** In no particular order. */
  readonly problems: readonly Problem[];
}

/** Misspelled keys are renamed in the document too, so that `locate` finds what stands under them. */
export function amend(file: YamlFile, schema: JsonSchema): Amended {
  const problems: Problem[] = [];
  // Aliases make the document a graph, perhaps with circles: a node is read once, at its first place.
  const known = new Map<unknown, unknown>();

  const read = (given: unknown, schemas: readonly JsonSchema[], path: Path): unknown => {
    const node = resolve(file.document, given);
    if (known.has(node)) return known.get(node);
    known.set(node, undefined);
    const options = schemas.flatMap(alternatives);
    const value = isMap(node)
      ? readMap(node, options.filter(isMapping), path)
      : isSeq(node)
        ? readList(node.items, options, path)
        : isScalar(node)
          ? readScalar(node, options)
          : undefined;
    known.set(node, value);
    return value;
  };

  const readList = (items: readonly unknown[], options: readonly JsonSchema[], path: Path) => {
    const schemas = options.flatMap((option) => option.items ?? []);
    return items.map((item, index) => read(item, schemas, [...path, index]));
  };

  const readMap = (map: YAMLMap, options: readonly JsonSchema[], path: Path): object => {
    const kind = chooseKind(map, options, file);
    if (kind.fault)
      note(kind.fault.node, [...path, kind.fault.key], kind.fault.message, kind.fault.meant);
    const written = map.items.map(keyText);
    const entries = map.items.flatMap((pair, index): [string, unknown][] => {
      if (written.indexOf(keyText(pair)) < index) {
        note(pair.key, [...path, keyText(pair)], 'stands here twice');
        return [];
      }
      if (keyText(pair) === kind.tag?.key) return [];
      // Where names are keys, the schema would pass over this one in silence.
      if (keyText(pair) === '__proto__') {
        note(pair.key, [...path, '__proto__'], 'is not allowed as a name');
        return [];
      }
      if (!mendKey(pair, kind.mappings, written, path)) return [];
      const key = keyText(pair);
      const schemas = kind.mappings.flatMap((mapping) => propertyOf(mapping, key) ?? []);
      const value = read(pair.value, schemas, [...path, key]) ?? emptyIn(kind.mappings);
      return value === undefined ? [] : [[key, value]];
    });
    return Object.fromEntries(kind.tag ? [[kind.tag.key, kind.tag.word], ...entries] : entries);
  };

  /** Whether the key is known, or has been made so. Where nothing is known, zod finds the fault. */
  const mendKey = (
    pair: Pair,
    mappings: readonly JsonSchema[],
    written: readonly string[],
    path: Path,
  ): boolean => {
    const key = keyText(pair);
    if (mappings.length === 0) return true;
    if (mappings.some((mapping) => propertyOf(mapping, key) !== undefined)) return true;
    const keys = mappings.flatMap((mapping) => Object.keys(mapping.properties ?? {}));
    const meant = nearest(key, keys);
    note(pair.key, [...path, key], 'unknown key', meant);
    if (meant === undefined || written.includes(meant) || !isScalar(pair.key)) return false;
    pair.key.value = meant;
    return true;
  };

  const note = (node: unknown, path: Path, message: string, suggestion?: string) => {
    const hint = suggestion === undefined ? {} : { suggestion };
    problems.push({ path: formatPath(path), ...file.placeOf(node as Node), message, ...hint });
  };

  return { values: read(file.document.contents, [schema], []), problems };
}

interface Kind {
  /** The alternatives that are left. */
  readonly mappings: readonly JsonSchema[];
  /** The key that tells them apart, and the word of it that holds here. */
  readonly tag?: { readonly key: string; readonly word: string | undefined };
  readonly fault?: {
    readonly node: unknown;
    readonly key: string;
    readonly message: string;
    readonly meant: string | undefined;
  };
}

/** What a mapping's `kind` leaves of a union; an unknown kind is taken for the nearest. */
function chooseKind(map: YAMLMap, options: readonly JsonSchema[], file: YamlFile): Kind {
  const choice = discriminator(options);
  if (choice === undefined) return { mappings: options };
  const { key, words } = choice;
  const kindAt = (index: number) => ({
    mappings: options.slice(index, index + 1),
    tag: { key, word: words[index] },
  });
  const pair = map.items.find((item) => keyText(item) === key);
  const value = resolve(file.document, pair?.value);
  const given = isScalar(value) ? String(value.value ?? '') : '';
  if (words.includes(given)) return kindAt(words.indexOf(given));

  const meant = nearest(given, words);
  const what = given === '' ? 'is missing' : `unknown ${key} "${given.slice(0, 40)}"`;
  const message = `${what}; it is one of ${words.join(', ')}`;
  const index = meant === undefined ? bestFit(map, options) : words.indexOf(meant);
  return { ...kindAt(index), fault: { node: pair?.value ?? map, key, message, meant } };
}

const isMapping = (schema: JsonSchema): boolean => schema.type === 'object';

/** Undefined for a key without a value. */
function readScalar({ value, source }: Scalar, options: readonly JsonSchema[]): unknown {
  const type = typeof value;
  if (type !== 'number' && type !== 'boolean') return value ?? undefined;
  const wantsText =
    options.some((option) => accepts(option, 'string')) &&
    !options.some((option) => accepts(option, type));
  return wantsText ? source : value;
}

/** An entry of an open mapping, such as `channels`, is there although it says nothing. */
const emptyIn = (mappings: readonly JsonSchema[]): object | undefined =>
  mappings.some((mapping) => typeof mapping.additionalProperties === 'object') ? {} : undefined;

/** The alternative that knows most of the keys that stand here. */
function bestFit(map: YAMLMap, options: readonly JsonSchema[]): number {
  const fits = options.map(
    ({ properties = {} }) =>
      map.items.filter((pair) => Object.hasOwn(properties, keyText(pair))).length,
  );
  return fits.indexOf(Math.max(...fits));
}
