// Slips of the pen in a file, mended and noted: reading goes on, so that one run names every error.
//
// A misspelled key is read as its nearest known one; an unknown kind as the nearest kind; a key
// without a value as absent, a channel without one as a channel of defaults; and where the schema wants text, what looks like a number is text as it
// was written (`vid: 0403` keeps its zero).

import type { Node, Pair, Scalar } from 'yaml';
import { isMap, isScalar, isSeq, YAMLMap } from 'yaml';
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

/** Changes the document of `file` in place; the problems are in no particular order. */
export function amend(file: YamlFile, schema: JsonSchema): Problem[] {
  const problems: Problem[] = [];
  // Aliases make the document a graph: each node is read once, at its first place.
  const seen = new Set<unknown>();

  const visit = (given: unknown, schemas: readonly JsonSchema[], path: Path): void => {
    const node = resolve(file.document, given);
    if (node === undefined || node === null || seen.has(node)) return;
    seen.add(node);
    const options = schemas.flatMap(alternatives);
    if (isMap(node)) visitMap(node, options, path);
    else if (isSeq(node)) {
      const items = options.flatMap((option) => option.items ?? []);
      node.items.forEach((item, index) => {
        visit(item, items, [...path, index]);
      });
    } else if (isScalar(node) && wantsText(options, node.value) && node.source !== undefined)
      node.value = node.source;
  };

  const visitMap = (map: YAMLMap, options: readonly JsonSchema[], path: Path): void => {
    const mappings = chooseKind(map, options.filter(isMapping), path);
    if (mappings.length === 0) return;
    const written = map.items.map(keyText);
    map.items = map.items.filter((pair, index) => {
      if (written.indexOf(keyText(pair)) < index) {
        note(pair.key, [...path, keyText(pair)], 'stands here twice', undefined);
        return false;
      }
      if (!mendKey(pair, mappings, written, path)) return false;
      const key = keyText(pair);
      const schemas = mappings.flatMap((mapping) => propertyOf(mapping, key) ?? []);
      visit(pair.value, schemas, [...path, key]);
      return !isEmpty(pair.value) || fillIn(pair, mappings);
    });
  };

  /** Whether the key is known, or has been made so. */
  const mendKey = (
    pair: Pair,
    mappings: readonly JsonSchema[],
    taken: readonly string[],
    path: Path,
  ): boolean => {
    const key = keyText(pair);
    if (mappings.some((mapping) => propertyOf(mapping, key) !== undefined)) return true;
    const known = mappings.flatMap((mapping) => Object.keys(mapping.properties ?? {}));
    const meant = nearest(key, known);
    note(pair.key, [...path, key], 'unknown key', meant);
    if (meant === undefined || taken.includes(meant) || !isScalar(pair.key)) return false;
    pair.key.value = meant;
    return true;
  };

  /** The alternatives that the mapping's `kind` leaves, after an unknown kind became the nearest. */
  const chooseKind = (map: YAMLMap, options: readonly JsonSchema[], path: Path) => {
    const tag = discriminator(options);
    if (tag === undefined) return options;
    const pair = map.items.find((item) => keyText(item) === tag.key);
    const written = resolve(file.document, pair?.value);
    const word = isScalar(written) ? String(written.value ?? '') : '';
    const exact = tag.words.indexOf(word);
    if (exact >= 0) return options.slice(exact, exact + 1);

    const meant = nearest(word, tag.words);
    const message = word === '' ? 'is missing' : `unknown ${tag.key} "${word.slice(0, 40)}"`;
    const choices = `${message}; it is one of ${tag.words.join(', ')}`;
    note(pair?.value ?? map, [...path, tag.key], choices, meant);
    const chosen = meant === undefined ? bestFit(map, options) : tag.words.indexOf(meant);
    map.set(tag.key, tag.words[chosen]);
    return options.slice(chosen, chosen + 1);
  };

  const note = (node: unknown, path: Path, message: string, suggestion: string | undefined) => {
    const hint = suggestion === undefined ? {} : { suggestion };
    problems.push({ path: formatPath(path), ...file.placeOf(node as Node), message, ...hint });
  };

  visit(file.document.contents, [schema], []);
  return problems;
}

const isEmpty = (node: unknown): boolean => isScalar(node) && node.value === null;

/** An entry of an open mapping, such as `channels`, is there although it says nothing. */
function fillIn(pair: Pair, mappings: readonly JsonSchema[]): boolean {
  const open = mappings.some((mapping) => typeof mapping.additionalProperties === 'object');
  const { range } = pair.value as Scalar;
  pair.value = Object.assign(new YAMLMap(), range ? { range } : {});
  return open;
}

const isMapping = (schema: JsonSchema): boolean => schema.type === 'object';

const wantsText = (options: readonly JsonSchema[], value: unknown): boolean => {
  const type = typeof value;
  if (type !== 'number' && type !== 'boolean') return false;
  return (
    options.some((option) => accepts(option, 'string')) &&
    !options.some((option) => accepts(option, type))
  );
};

/** The alternative that knows most of the keys that stand here. */
function bestFit(map: YAMLMap, options: readonly JsonSchema[]): number {
  const known = options.map(
    (option) =>
      map.items.filter((pair) => Object.hasOwn(option.properties ?? {}, keyText(pair))).length,
  );
  return known.indexOf(Math.max(...known));
}
