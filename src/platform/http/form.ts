// Forms: `name=value` pairs as application/x-www-form-urlencoded, the body and the query of the HTTP APIs.

import { limits } from '../../core/limits.ts';

export type Pair = readonly [name: string, value: string];

export const formType = 'application/x-www-form-urlencoded; charset=utf-8';

/** Pairs in order, names repeated as given; undefined for bad escapes, bad UTF-8 or too many pairs. */
export function parseForm(body: Uint8Array | string): readonly Pair[] | undefined {
  try {
    const text = typeof body === 'string' ? body : decoder.decode(body);
    const parts = text.trim().split('&', limits.formPairs + 1);
    if (parts.length > limits.formPairs) return undefined;
    return parts.filter((part) => part !== '').map(parsePair);
  } catch {
    return undefined;
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** A name alone has the empty value, as in a query of aliases. */
function parsePair(part: string): Pair {
  const equals = part.indexOf('=');
  if (equals < 0) return [decode(part), ''];
  return [decode(part.slice(0, equals)), decode(part.slice(equals + 1))];
}

/** Throws URIError on malformed escapes; `parseForm` catches it. */
const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

export const formText = (pairs: readonly Pair[]): string =>
  pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');

/** The first value of a name; undefined when it is not there. */
export const firstOf = (pairs: readonly Pair[], name: string): string | undefined =>
  pairs.find(([given]) => given === name)?.[1];
