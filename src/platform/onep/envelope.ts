// Envelope: from the bytes of a request to its auth and calls (checklist O3, O5, O6, O7).

import { limits } from '../../core/limits.ts';
import { err, ok, type Result } from '../../core/result.ts';
import {
  maxIdLength,
  parseJson,
  type RpcAuth,
  type RpcError,
  type RpcId,
  rpcCode,
} from '../../wire/jsonrpc.ts';
import { type Outcome, unsupported } from './outcome.ts';

/** A call that can be tried, or the answer that it has earned already. */
export type Call = { readonly id: RpcId | undefined } & (
  | { readonly procedure: string; readonly args: readonly unknown[] }
  | { readonly refused: Outcome }
);

export interface Envelope {
  readonly auth: RpcAuth;
  readonly calls: readonly Call[];
}

const badJson: RpcError = { code: rpcCode.badJson, message: 'Invalid JSON', context: 'calls' };
const malformed = (context: string, message: string): Result<never, RpcError> =>
  err({ code: rpcCode.malformed, message, context });

export function parseEnvelope(body: Uint8Array): Result<Envelope, RpcError> {
  if (tooDeep(body)) return malformed('calls', 'nested too deep');
  const request = parseBody(body);
  if (request === undefined) return err(badJson);
  if (!isObject(request)) return malformed('auth', 'a request is an object');
  const auth = readAuth(request.auth);
  if (!auth) return malformed('auth', 'auth is missing or wrong');
  if (!Array.isArray(request.calls)) return malformed('calls', 'calls is no list');
  if (request.calls.length > limits.callsPerRequest) return malformed('calls', 'too many calls');
  const calls: Call[] = [];
  for (const given of request.calls) {
    const call = readCall(given);
    if (!call) return malformed('calls', 'a call or its id is wrong');
    calls.push(call);
  }
  return ok({ auth, calls });
}

const decoder = new TextDecoder('utf-8', { fatal: true });

const parseBody = (body: Uint8Array): unknown => {
  try {
    return parseJson(decoder.decode(body));
  } catch {
    return undefined; // not UTF-8
  }
};

const [quote, backslash, open, close] = [0x22, 0x5c, 0x5b, 0x5d];
const [openObject, closeObject] = [0x7b, 0x7d];

/** Whether brackets nest deeper than allowed, outside strings: seen before anything is built of it. */
function tooDeep(body: Uint8Array): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (inString) {
      if (byte === backslash) at += 1;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (byte === open || byte === openObject) {
      depth += 1;
      if (depth > limits.jsonDepth) return true;
    } else if (byte === close || byte === closeObject) depth -= 1;
  }
  return false;
}

function readAuth(auth: unknown): RpcAuth | undefined {
  if (!isObject(auth)) return undefined;
  if (typeof auth.token === 'string') return 'cik' in auth ? undefined : { token: auth.token };
  if (typeof auth.cik !== 'string') return undefined;
  const { cik, client_id, resource_id } = auth;
  if (client_id !== undefined && resource_id !== undefined) return undefined;
  if (client_id !== undefined)
    return typeof client_id === 'string' ? { cik, client_id } : undefined;
  if (resource_id === undefined) return { cik };
  return typeof resource_id === 'string' ? { cik, resource_id } : undefined;
}

/** Undefined when the call cannot be answered at all, which spoils the request. */
function readCall(given: unknown): Call | undefined {
  if (Array.isArray(given)) return { id: idOfPairs(given), refused: pairs };
  if (!isObject(given)) return undefined;
  const id = given.id ?? undefined;
  if (!isId(id)) return undefined;
  const { procedure, arguments: args } = given;
  if (typeof procedure !== 'string') {
    return { id, refused: unsupported('a call names its procedure', 'procedure') };
  }
  if (!Array.isArray(args)) return { id, refused: unsupported('arguments is no list') };
  return { id, procedure, args };
}

const pairs = unsupported('a call is an object', 'calls');

/** The seed prints calls as lists of pairs: they are refused, under the id that they name. */
function idOfPairs(call: readonly unknown[]): RpcId | undefined {
  const pair = call.find((item) => Array.isArray(item) && item[0] === 'id');
  const id: unknown = Array.isArray(pair) ? pair[1] : undefined;
  return isId(id) ? id : undefined;
}

function isId(id: unknown): id is RpcId | undefined {
  if (id === undefined) return true;
  if (typeof id === 'string') return id.length <= maxIdLength;
  return typeof id === 'number' && Number.isFinite(id);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
