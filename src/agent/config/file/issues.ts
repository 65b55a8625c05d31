// What zod finds, in our words.

import type * as z from 'zod';
import { nameLike, namePattern } from '../../../sensors/fields.ts';
import { nearest } from './nearest.ts';
import type { Path } from './problem.ts';

export interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly suggestion?: string;
  /** Whether it is the key itself that is wrong, and not what stands under it. */
  readonly ofKey?: boolean;
}

type Issue = z.core.$ZodIssue;

/** One finding for each thing that is wrong with `values`. */
export const findings = (issues: readonly Issue[], values: unknown): readonly Finding[] =>
  issues.flatMap((issue) => explain(issue, [], values));

function explain(issue: Issue, base: Path, values: unknown): readonly Finding[] {
  const path = [...base, ...(issue.path as Path)];
  const value = valueAt(values, path);
  if (issue.code === 'invalid_union') {
    const likely = likelyBranch(issue.errors, value);
    if (likely.length > 0) return likely.flatMap((inner) => explain(inner, path, values));
  }
  if (issue.code === 'invalid_key')
    return issue.issues.map((inner) => ({ path, ...sayOne(inner, path.at(-1)), ofKey: true }));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], message: 'unknown key' }));
  return [{ path, ...sayOne(issue, value) }];
}

/** The findings of the alternative that was probably meant, when one of them takes this type of value. */
function likelyBranch(branches: readonly (readonly Issue[])[], value: unknown): readonly Issue[] {
  if (value === undefined) return [];
  const near = branches.filter((issues) => !issues.some((issue) => isOtherType(issue, value)));
  const words = near.flatMap(([issue]) => (issue?.code === 'invalid_value' ? issue.values : []));
  if (typeof value === 'string' && words.length > 0)
    return [{ code: 'invalid_value', values: words, path: [], message: '' }];
  return near.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

const isOtherType = (issue: Issue, value: unknown): boolean =>
  issue.path.length === 0 &&
  (issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof value === 'object'));

function sayOne(issue: Issue, value: unknown): Omit<Finding, 'path'> {
  if (value === undefined && issue.code !== 'custom') return { message: 'is missing' };
  switch (issue.code) {
    case 'invalid_type':
      if (!isZodEnglish(issue)) return { message: issue.message };
      if (issue.expected === 'int') return { message: 'must be a whole number' };
      return { message: `must be ${typeWord(issue.expected)}, not ${typeWord(typeOf(value))}` };
    case 'invalid_value': {
      const words = issue.values.map(String);
      const message = `must be ${words.length === 1 ? '' : 'one of '}${words.join(', ')}`;
      return suggest(message, nearest(String(value), words));
    }
    case 'invalid_format':
      return issue.pattern === String(namePattern)
        ? suggest(issue.message, nameLike(String(value)))
        : { message: issue.message };
    case 'too_small':
    case 'too_big':
      return { message: isZodEnglish(issue) ? sayBound(issue) : issue.message };
    case 'invalid_union': {
      if (!isZodEnglish(issue)) return { message: issue.message };
      const types = issue.errors.flatMap((inner) => inner.map(expectedType));
      const choices = [...new Set(types)].join(' or ');
      return { message: `must be ${choices}, not ${typeWord(typeOf(value))}` };
    }
    default:
      return { message: issue.message.charAt(0).toLowerCase() + issue.message.slice(1) };
  }
}

const suggest = (message: string, suggestion: string | undefined): Omit<Finding, 'path'> =>
  suggestion === undefined ? { message } : { message, suggestion };

const expectedType = (issue: Issue): string =>
  issue.code === 'invalid_type' ? typeWord(issue.expected) : issue.message;

/** Whether the schema left the words to zod: those we replace by ours. */
const isZodEnglish = (issue: Issue): boolean => /^(Invalid|Too) /.test(issue.message);

function sayBound(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  const [side, bound] =
    issue.code === 'too_big' ? ['at most', issue.maximum] : ['at least', issue.minimum];
  if (issue.origin === 'string')
    return issue.code === 'too_small' && bound === 1
      ? 'must not be empty'
      : `must have ${side} ${bound} characters`;
  if (issue.origin === 'array' || issue.origin === 'record' || issue.origin === 'object')
    return `must have ${side} ${bound} ${bound === 1 ? 'entry' : 'entries'}`;
  return `must be ${side} ${bound}`;
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys to values',
  record: 'a mapping of keys to values',
  null: 'empty',
};
const typeWord = (type: string): string => words[type] ?? type;

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

function valueAt(values: unknown, path: Path): unknown {
  let value = values;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
