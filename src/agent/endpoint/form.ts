// The body of the local intake: `alias=value` pairs, form-encoded as in the vendor's HTTP data API.

import { limits } from '../../core/limits.ts';

export interface AliasValue {
  readonly alias: string;
  readonly value: string;
}

/** Pairs in order; undefined when malformed: no pair, no `=`, no alias, bad escapes, no UTF-8, too much. */
export function parseForm(body: Uint8Array): readonly AliasValue[] | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body).trim();
    const parts = text.split('&');
    if (parts.length > limits.readingsPerFrame) return undefined;
    const pairs = parts.map(parsePair);
    return pairs.every((pair) => pair !== undefined) ? pairs : undefined;
  } catch {
    return undefined;
  }
}

function parsePair(part: string): AliasValue | undefined {
  const equals = part.indexOf('=');
  if (equals < 1) return undefined;
  const value = decodeForm(part.slice(equals + 1));
  if (Buffer.byteLength(value) > limits.stringValueBytes) return undefined;
  return { alias: decodeForm(part.slice(0, equals)), value };
}

/** Throws URIError on malformed escapes; `parseForm` catches it. */
const decodeForm = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
