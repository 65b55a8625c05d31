// The kinds of values that keys of the agent file have beside plain text and numbers.

import * as z from 'zod';
import { parseListenAddress } from '../../core/listen-address.ts';
import { formatDuration, formatSize } from '../../core/units.ts';
import { durationField, sizeField } from '../../sensors/fields.ts';

/** Which part of the agent reads a key, and so what a change of it concerns. */
export type Part = 'agent' | 'sources' | 'buffer' | 'uplink' | 'endpoint' | 'journal';

declare module 'zod' {
  interface GlobalMeta {
    part?: Part;
    /** For a key that has no default. */
    example?: string;
  }
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** A duration with its unit, or a plain number: for keys that end in Ms. The range is in milliseconds. */
export const durationMsField = (range: Range) =>
  z.union([durationField(range), plain(range, formatDuration)]);

/** A size with its unit, or a plain number: for keys that end in Bytes. The range is in bytes. */
export const sizeBytesField = (range: Range) =>
  z.union([sizeField(range), plain(range, formatSize)]);

const plain = ({ min, max }: Range, format: (amount: number) => string) =>
  z
    .number()
    .int()
    .min(min, { error: `at least ${format(min)}` })
    .max(max, { error: `at most ${format(max)}` });

const listenHint = 'write HOST:PORT, such as 127.0.0.1:8421 or [::1]:8421';

/** `HOST:PORT` as its two parts. */
export const listenField = () =>
  z.string({ error: listenHint }).transform((written, context) => {
    const address = parseListenAddress(written);
    if (address) return address;
    context.addIssue({ code: 'custom', message: listenHint });
    return z.NEVER;
  });

const urlHint = 'write an address such as http://127.0.0.1:8420 or https://m2.example.com';

/** An http or https address without credentials, query or fragment; comes out without a last slash. */
export const urlField = () =>
  z.string({ error: urlHint }).transform((written, context) => {
    const url = URL.canParse(written) ? new URL(written) : undefined;
    const plain = url && !url.username && !url.password && !url.search && !url.hash;
    if (plain && (url.protocol === 'http:' || url.protocol === 'https:'))
      return url.href.replace(/\/+$/, '');
    context.addIssue({ code: 'custom', message: urlHint });
    return z.NEVER;
  });
