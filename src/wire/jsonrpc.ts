// The envelope of the One Platform's JSON RPC: requests, answers, errors (seed 003, "Making a Request").

/** A number, or a string of at most `maxIdLength` characters. 0 is an id like any other. */
export type RpcId = number | string;
export const maxIdLength = 40;

/** `client_id` speaks as that client, `resource_id` as the owner of that resource (below the CIK's own). */
export interface CikAuth {
  readonly cik: string;
  readonly client_id?: string;
  readonly resource_id?: string;
}

/** Speaks for the client that has granted the token, within what was granted. */
export interface TokenAuth {
  readonly token: string;
}

export type RpcAuth = CikAuth | TokenAuth;

/** A call without an id is carried out and not answered. */
export interface RpcCall {
  readonly id?: RpcId;
  readonly procedure: string;
  readonly arguments: readonly unknown[];
}

export interface RpcRequest {
  readonly auth: RpcAuth;
  readonly calls: readonly RpcCall[];
}

/** The error codes of the vendor. */
export const rpcCode = {
  badJson: -1,
  malformed: 400,
  unauthorised: 401,
  internal: 500,
  unsupported: 501,
} as const;

export interface RpcError {
  readonly code: number;
  readonly message: string;
  /** Which part of the request is to blame. */
  readonly context?: 'arguments' | 'auth' | 'calls' | 'procedure' | (string & {});
}

/** `status` is a word, or (recordbatch) the list of refused timestamps: `[[second, "invalid"], …]`. */
export interface RpcAnswer {
  readonly id: RpcId;
  readonly status: string | readonly (readonly [number, string])[];
  readonly result?: unknown;
  readonly error?: RpcError;
}

/** What comes back for a whole request: one answer a call with an id, or one error for everything. */
export type RpcReply =
  | { readonly kind: 'answers'; readonly answers: readonly RpcAnswer[] }
  | { readonly kind: 'error'; readonly error: RpcError };

/**
 * Reads the body of an HTTP 200 of a One Platform. An empty body is no answers (no call had an id). An
 * element of the list that is no answer is left out: its call counts as unanswered. Undefined when the
 * text is neither form: the far side is not a One Platform, or the body was cut.
 */
export function parseReply(text: string): RpcReply | undefined {
  if (text.trim() === '') return { kind: 'answers', answers: [] };
  const reply = parseJson(text);
  if (Array.isArray(reply)) {
    return { kind: 'answers', answers: reply.filter(isAnswer) };
  }
  const error = isObject(reply) ? reply.error : undefined;
  return isError(error) ? { kind: 'error', error } : undefined;
}

/** The value that the text spells, or undefined (which JSON cannot spell) when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isError = (value: unknown): value is RpcError =>
  isObject(value) && typeof value.code === 'number';

const isAnswer = (value: unknown): value is RpcAnswer =>
  isObject(value) &&
  (typeof value.id === 'number' || typeof value.id === 'string') &&
  (typeof value.status === 'string' || Array.isArray(value.status));
