// Outcome: what became of one call, its result already as JSON text.

import { type RpcError, type RpcId, rpcCode } from '../../wire/jsonrpc.ts';
import type { Status } from '../../wire/onep.ts';

export interface Outcome {
  /** A word, or the refused timestamps of a recordbatch. */
  readonly status: Status | readonly (readonly [number, 'invalid'])[];
  readonly result?: string;
  readonly error?: RpcError;
}

export const okay: Outcome = { status: 'ok' };

/** Success with a result, given as JSON text. */
export const answer = (result: string): Outcome => ({ status: 'ok', result });

/** The documents name the statuses and not the codes that go with them: all of these are 501. */
export const refuse = (
  status: Exclude<Status, 'ok' | 'fail'>,
  message: string,
  context = 'arguments',
): Outcome => ({ status, error: { code: rpcCode.unsupported, message, context } });

/** The call itself is wrong, or nothing we serve. */
export const unsupported = (message: string, context = 'arguments'): Outcome => ({
  status: 'fail',
  error: { code: rpcCode.unsupported, message, context },
});

/** One element of the answer. */
export function outcomeText(id: RpcId, { status, result, error }: Outcome): string {
  const head = `{"id":${JSON.stringify(id)},"status":${JSON.stringify(status)}`;
  const tail = error === undefined ? '' : `,"error":${JSON.stringify(error)}`;
  return `${head}${result === undefined ? '' : `,"result":${result}`}${tail}}`;
}
