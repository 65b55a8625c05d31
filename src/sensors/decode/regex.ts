// Decoding regex: a pattern whose named groups are channels.

import { assert } from '../../core/assert.ts';
import { fromText } from './convert.ts';
import { bad, collect, type Decoder, type Formats, textDecoder } from './decoder.ts';

export function createRegexDecoder(formats: Formats, pattern: string): Decoder {
  const expression = new RegExp(pattern);
  return textDecoder((text) => {
    const groups = expression.exec(text)?.groups;
    if (!groups) return bad('a frame does not match the pattern');
    return collect(formats, (channel) => groups[channel]?.trim() || undefined, fromText);
  });
}

/** Names of the named groups of a valid pattern: with an empty alternative it always matches. */
export const groupsOf = (pattern: string): ReadonlySet<string> =>
  new Set(Object.keys(new RegExp(`${pattern}|`).exec('')?.groups ?? {}));

/**
 * Why a pattern may not be used; undefined when it may. The engine steps in with its linear matcher
 * (flag `l`) where backtracking gets out of hand, so that no line of a device, however odd, stalls
 * the agent; patterns beyond that matcher are refused here. See io/regexps.ts.
 */
export function patternFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  assert(compiles('', 'l'), 'boundRegExps (io/regexps.ts) was not called');
  return compiles(pattern, 'l')
    ? undefined
    : 'this could take for ever to match: no look-ahead, back-reference or count above 16';
}

function compiles(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}
