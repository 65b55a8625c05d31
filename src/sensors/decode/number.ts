// Decoding number: the frame is one value for the only channel.

import { fromText } from './convert.ts';
import { bad, collect, type Decoder, type Formats, textDecoder } from './decoder.ts';

export function createNumberDecoder(formats: Formats): Decoder {
  return textDecoder((text) => {
    const trimmed = text.trim();
    return trimmed === '' ? bad('a frame is blank') : collect(formats, () => trimmed, fromText);
  });
}
