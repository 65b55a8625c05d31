// The key `frame:` of a source that reads bytes.

import * as z from 'zod';
import { limits } from '../../core/limits.ts';

const line = z
  .strictObject({
    maxBytes: z
      .int()
      .min(1)
      .max(limits.frameBytes)
      .default(limits.frameBytes)
      .describe('Longest line, in bytes without its delimiter; a longer one is counted as bad.'),
  })
  .describe('Frames end with LF or CR LF.');

export const frameField = z
  .union([
    z.literal('line').transform(() => ({ line: { maxBytes: limits.frameBytes } })),
    z.strictObject({ line }),
  ])
  .prefault('line')
  .describe('How frames are delimited: line, or { line: { maxBytes } }.');
