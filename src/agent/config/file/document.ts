// The YAML document of a configuration file, with the line and column of everything in it.

import type { Alias, Document, Node, Pair, YAMLError } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';
import { limits } from '../../../core/limits.ts';
import type { Path, Problem } from './problem.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface YamlFile {
  readonly document: Document;
  /** What is wrong with the YAML itself, in no particular order. */
  readonly problems: readonly Problem[];
  placeOf(node: Node): Place;
  /** The place of the value at `path`, or of the nearest thing around it that is there. */
  locate(path: Path): Place;
  /** The place of the key that is the last step of `path`. */
  locateKey(path: Path): Place;
}

/** Mappings, their pairs and lists around one value: deeper is an attack on recursion. */
const maxDepth = 2 * limits.jsonDepth;
/** Each alias costs a search for its anchor. */
const maxAliases = 1_000;
/** Aliases of aliases may unfold to this many nodes, so that a few lines cannot become gigabytes. */
const maxAliasCount = 10_000;

const firstPlace: Place = { line: 1, column: 1 };

/** Never throws, whatever the text: JSON is YAML, and noise is a list of problems. */
export function readYaml(text: string): YamlFile | Problem {
  const document = parse(text);
  const survey = document && attempt(() => surveyOf(document));
  if (!survey || survey.depth > maxDepth) return whole('is nested too deeply');
  const { aliases } = survey;
  if (aliases.length > maxAliases) return whole(`has more than ${maxAliases} aliases`);

  const place = placesIn(text);
  const placeOf = (node: Node) => (node.range ? place(node.range[0]) : firstPlace);
  const faults = [...document.errors, ...document.warnings].map((error) => ({
    path: '',
    ...place(error.pos[0]),
    message: sayYamlError(error),
  }));
  const loose = aliases.filter((alias) => alias.resolve(document) === undefined);
  const problems = [
    ...faults,
    ...loose.map((alias) => ({ path: '', ...placeOf(alias), message: 'this alias has no anchor' })),
  ];
  // Done once for its check of the aliases, which throws.
  if (problems.length === 0 && attempt(() => [document.toJS({ maxAliasCount })]) === undefined)
    return whole('has aliases that unfold without end');
  return {
    document,
    problems: firstOfEachLine(problems),
    placeOf,
    locate: (path) => locate(document, path, placeOf).value,
    locateKey: (path) => locate(document, path, placeOf).key,
  };
}

const parse = (text: string) =>
  attempt(() => parseDocument(text, { prettyErrors: false, uniqueKeys: false }));

/** The parser's own counter of lines loses count in what it cannot read, where it matters most. */
function placesIn(text: string): (offset: number) => Place {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let line = 0;
    let above = starts.length;
    while (above - line > 1) {
      const middle = (line + above) >> 1;
      if ((starts[middle] ?? 0) <= offset) line = middle;
      else above = middle;
    }
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

/** The parser recurses, and throws where it unfolds aliases: both only on hostile text. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function surveyOf(document: Document) {
  const aliases: Alias[] = [];
  let depth = 0;
  visit(document, {
    Node: (_, node, around) => {
      depth = Math.max(depth, around.length);
      if (isAlias(node)) aliases.push(node);
    },
  });
  return { aliases, depth };
}

/** What a parser says of one line after its first complaint is mostly the echo. */
const firstOfEachLine = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.toReversed().map((problem) => [problem.line, problem])).values(),
];

const whole = (message: string): Problem => ({ path: '', ...firstPlace, message });

const plainWords: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with spaces, not with tabs',
  MULTIPLE_DOCS: 'a second document begins here, and a file holds one',
  BLOCK_AS_IMPLICIT_KEY: 'is indented unlike the lines around it, or has a colon that needs quotes',
};

function sayYamlError({ code, message }: YAMLError): string {
  const first = message.split('\n')[0] ?? message;
  return plainWords[code] ?? first.charAt(0).toLowerCase() + first.slice(1);
}

function locate(document: Document, path: Path, placeOf: (node: Node) => Place) {
  let node = document.contents;
  const start = node ? placeOf(node) : firstPlace;
  let found = { key: start, value: start };
  for (const step of path) {
    const pair = pairAt(document, node, step);
    const key = pair?.key as Node | null | undefined;
    node = pair ? (pair.value as Node | null) : itemAt(document, node, step);
    const nearest = node ?? key;
    if (!nearest) break;
    found = { key: placeOf(key ?? nearest), value: placeOf(nearest) };
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
