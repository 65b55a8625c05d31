// Problem: one thing that is wrong in a configuration file, and where.

export interface Problem {
  /** `sensors[0].baud`; empty when the file itself cannot be read as YAML. */
  readonly path: string;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
  /** One phrase for a person, beginning in lower case. Never holds a key. */
  readonly message: string;
  /** What was probably meant. */
  readonly suggestion?: string;
}

export type Path = readonly (string | number)[];

/** `['sensors', 0, 'baud']` as `sensors[0].baud`. */
export const formatPath = (path: Path): string =>
  path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const word = /^[\w-]+$/.test(step) ? step : JSON.stringify(step);
    return text === '' ? word : `${text}.${word}`;
  }, '');

/** `file:line:column path: message (did you mean "baud"?)`. */
export function formatProblem(file: string, problem: Problem): string {
  const place = `${file}:${problem.line}:${problem.column}`;
  const path = problem.path === '' ? '' : ` ${problem.path}`;
  const hint = problem.suggestion === undefined ? '' : ` (did you mean "${problem.suggestion}"?)`;
  return `${place}${path}: ${problem.message}${hint}`;
}
