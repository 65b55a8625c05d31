// What LevelDB refuses, in the words of core/failure.ts.

import { type Failure, type FailureKind, failure } from '../../core/failure.ts';

interface LevelError {
  readonly code?: string;
  readonly message: string;
  readonly cause?: LevelError;
}

/** The error that says what happened: the outermost only says that something did. */
const innermost = (error: LevelError): LevelError => (error.cause ? innermost(error.cause) : error);

const kinds: readonly (readonly [RegExp, FailureKind])[] = [
  [/LEVEL_LOCKED/, 'in-use'],
  [/LEVEL_CORRUPTION|Corruption/, 'corrupt'],
  [/No space left|quota exceeded/i, 'disk-full'],
  [/Permission denied|Read-only file system/i, 'forbidden'],
];

/** `otherwise` is the kind of what nothing more is known of. */
export function levelFailure(
  thrown: unknown,
  detail: string,
  otherwise: FailureKind = 'store',
): Failure {
  const { code = '', message } = innermost(thrown as LevelError);
  const said = `${code} ${message}`;
  const kind = kinds.find(([pattern]) => pattern.test(said))?.[1] ?? otherwise;
  const words = kind === 'in-use' ? 'another process has the store open' : message;
  return failure(kind, `${detail}: ${words}`);
}
