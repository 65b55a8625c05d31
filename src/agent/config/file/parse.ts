// From the text of a configuration file to what its schema makes of it, or to everything that is wrong with it.

import { isScalar } from 'yaml';
import type * as z from 'zod';
import { err, ok, type Result } from '../../../core/result.ts';
import { amend } from './amend.ts';
import { type Place, readYaml, type YamlFile } from './document.ts';
import { type Finding, findings } from './issues.ts';
import type { JsonSchema } from './json-schema.ts';
import { formatPath, type Path, type Problem } from './problem.ts';

/** What a kind of file may hold. */
export interface FileKind<T> {
  readonly schema: z.ZodType<T>;
  /** The same as it was published: to make it at each start costs a twentieth of the start's CPU. */
  readonly published: JsonSchema;
  /** What no schema can say, found in the values as they were written. */
  readonly review?: (values: unknown) => readonly Finding[];
  /** Whether a file may say nothing: then all keys have defaults. */
  readonly mayBeEmpty?: boolean;
}

export interface Parsed<T> {
  readonly value: T;
  /** Where the value at a path of the file stands, for what only shows when it is used. */
  locate(path: Path): Place;
}

/** What stands in the file, complete with defaults; or its problems, in the order of the file. */
export function parseFile<T>(
  text: string,
  { schema, published, review = () => [], mayBeEmpty = false }: FileKind<T>,
): Result<Parsed<T>, readonly Problem[]> {
  const file = readYaml(text);
  if ('message' in file) return err([file]);
  if (file.problems.length > 0) return err(inOrder(file.problems));
  const isEmpty = saysNothing(file);
  if (isEmpty && !mayBeEmpty) {
    const message = `the file is empty: it needs at least ${published.required?.join(', ')}`;
    return err([{ path: '', line: 1, column: 1, message }]);
  }

  const { values, problems: slips } = isEmpty
    ? { values: {}, problems: [] }
    : amend(file, published);
  const problems = [...slips];
  const parsed = schema.safeParse(values);
  if (!parsed.success) problems.push(...locateAll(file, findings(parsed.error.issues, values)));
  problems.push(...locateAll(file, review(values)));
  if (parsed.success && problems.length === 0)
    return ok({ value: parsed.data, locate: file.locate });
  return err(inOrder(problems));
}

/** Nothing at all, nothing but comments, or the word `null`. */
const saysNothing = ({ document: { contents } }: YamlFile): boolean =>
  contents === null || (isScalar(contents) && contents.value === null);

const inOrder = (problems: readonly Problem[]): readonly Problem[] =>
  problems.toSorted((a, b) => a.line - b.line || a.column - b.column);

const locateAll = (file: YamlFile, found: readonly Finding[]): readonly Problem[] =>
  found.map(({ path, ofKey, ...finding }) => ({
    ...finding,
    path: formatPath(path),
    ...(ofKey ? file.locateKey(path) : file.locate(path)),
  }));
