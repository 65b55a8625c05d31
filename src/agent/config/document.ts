// The YAML document of a configuration file, with the line and column of everything in it.

import type { Document, Node, Pair } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Path, Problem } from './problem.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface YamlFile {
  readonly document: Document;
  /** What is wrong with the YAML itself, in the order of the file. */
  readonly problems: readonly Problem[];
  placeOf(node: Node): Place;
  /** The place of the value at `path`, or of the nearest thing around it that is there. */
  locate(path: Path): Place;
  /** The document as plain values; undefined when its aliases unfold without end. */
  values(): unknown;
}

/** Aliases may stand for this many nodes in all, so that a few lines cannot unfold to gigabytes. */
const maxAliasCount = 100;

const firstPlace: Place = { line: 1, column: 1 };

/** Never throws, whatever the text: JSON is YAML, and noise is a list of problems. */
export function readYaml(text: string): YamlFile | Problem {
  const lines = new LineCounter();
  const document = parse(text, lines);
  if (document === undefined)
    return { path: '', ...firstPlace, message: 'is nested too deeply to be a configuration' };

  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const placeOf = (node: Node) => (node.range ? place(node.range[0]) : firstPlace);
  const problems = [...document.errors, ...document.warnings].map((error) => ({
    path: '',
    ...place(error.pos[0]),
    message: sayYamlError(error.code, error.message),
  }));
  return {
    document,
    problems,
    placeOf,
    locate: (path) => locate(document, path, placeOf),
    values: () => attempt(() => document.toJS({ maxAliasCount })),
  };
}

const parse = (text: string, lineCounter: LineCounter) =>
  attempt(() => parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false }));

/** The parser recurses, and throws where it unfolds aliases: both only on hostile text. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

const sayYamlError = (code: string, message: string): string => {
  if (code === 'TAB_AS_INDENT') return 'indent with spaces, not with tabs';
  const first = message.split('\n')[0] ?? message;
  return first.charAt(0).toLowerCase() + first.slice(1);
};

function locate(document: Document, path: Path, placeOf: (node: Node) => Place): Place {
  let node = document.contents;
  let found = node ? placeOf(node) : firstPlace;
  for (const step of path) {
    const pair = pairAt(document, node, step);
    const key = pair?.key as Node | null | undefined;
    node = pair ? (pair.value as Node | null) : itemAt(document, node, step);
    const nearest = node ?? key;
    if (!nearest) break;
    found = placeOf(nearest);
  }
  return found;
}

/** The node itself, or what it stands for. */
export const resolve = (document: Document, node: unknown): unknown =>
  isAlias(node) ? node.resolve(document) : node;

/** The text of a mapping's key, as it becomes the name of a property. */
export const keyText = (pair: Pair): string =>
  isScalar(pair.key) ? String(pair.key.value) : String(pair.key);

function pairAt(document: Document, node: unknown, step: string | number): Pair | undefined {
  const map = resolve(document, node);
  return isMap(map) ? map.items.find((pair) => keyText(pair) === step) : undefined;
}

function itemAt(document: Document, node: unknown, step: string | number): Node | null {
  const seq = resolve(document, node);
  return isSeq(seq) && typeof step === 'number'
    ? ((seq.items[step] as Node | undefined) ?? null)
    : null;
}
