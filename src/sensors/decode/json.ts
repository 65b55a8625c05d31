// Decoding json: an object whose keys are channels, or a bare value for the only channel.

import { fromJson } from './convert.ts';
import { bad, collect, type Decoder, type Formats, textDecoder } from './decoder.ts';

/** Keys that are no channel are ignored, and so is null: the device says that it has no value. */
export function createJsonDecoder(formats: Formats): Decoder {
  const [only] = formats.size === 1 ? formats.keys() : [];
  return textDecoder((text) => {
    const message = parse(text);
    if (message === undefined) return bad('a frame is not JSON');
    if (isObject(message)) {
      const raw = (channel: string) =>
        Object.hasOwn(message, channel) ? (message[channel] ?? undefined) : undefined;
      return collect(formats, raw, fromJson);
    }
    if (only === undefined || Array.isArray(message)) return bad('a frame is no JSON object');
    return collect(formats, () => message ?? undefined, fromJson);
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
