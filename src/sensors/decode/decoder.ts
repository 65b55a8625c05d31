// Decoder: turns one frame into values of channels.

import { TextDecoder } from 'node:util';
import type { Value } from '../../core/point.ts';
import type { ChannelSettings } from '../channel.ts';

export type Format = ChannelSettings['format'];

/** Channels that a decoder may fill, with the formats their values must have, in the settings' order. */
export type Formats = ReadonlyMap<string, Format>;

export interface Decoded {
  readonly values: readonly (readonly [channel: string, value: Value])[];
  /** Why some or all of the frame was no use; undefined when all of it was. */
  readonly fault?: string;
}

/** Never throws. A frame that says nothing of a channel gives it no value, and that is no fault. */
export type Decoder = (frame: Uint8Array) => Decoded;

export const bad = (fault: string): Decoded => ({ values: [], fault });

/** A decoder of text: a frame that is not UTF-8 is bad as a whole. */
export function textDecoder(decode: (text: string) => Decoded): Decoder {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  return (frame) => {
    const text = readText(utf8, frame);
    return text === undefined ? bad('a frame is not UTF-8') : decode(text);
  };
}

function readText(utf8: TextDecoder, frame: Uint8Array): string | undefined {
  try {
    return utf8.decode(frame);
  } catch {
    return undefined;
  }
}

/**
 * Collects the values that `raw` finds for each channel and `convert` can make sense of. What is
 * undefined is absent; one wrong value does not cost the others.
 */
export function collect<R>(
  formats: Formats,
  raw: (channel: string) => R | undefined,
  convert: (raw: R, format: Format) => Value | undefined,
): Decoded {
  const values: [string, Value][] = [];
  let fault: string | undefined;
  for (const [channel, format] of formats) {
    const found = raw(channel);
    if (found === undefined) continue;
    const value = convert(found, format);
    if (value === undefined) fault = `${channel} is no ${format}`;
    else values.push([channel, value]);
  }
  return fault === undefined ? { values } : { values, fault };
}
