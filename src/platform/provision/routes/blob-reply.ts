// The bytes of a content, whole or the part that a Range header asks for.

import type { Reply } from '../../../core/ports/http-server.ts';
import type { Asked } from '../asked.ts';
import { type ContentRecord, readBlob } from '../contents.ts';

interface Content {
  readonly id: string;
  readonly record: ContentRecord;
}

/** 206 for a part, 416 for one that is not there. `model` is the id of the model. */
export async function blobReply(
  { desk, exchange }: Asked,
  model: string,
  { id, record }: Content,
): Promise<Reply> {
  const { size, type } = record;
  const headers = {
    'accept-ranges': 'bytes',
    'content-type': type === '' ? 'application/octet-stream' : type,
  };
  const part = parseRange(exchange.headers.range, size);
  if (part === 'none') {
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } };
  }
  const { from, to } = part ?? { from: 0, to: size };
  const body = await readBlob(desk, model, id, { from, to });
  if (!part) return { status: 200, headers, body };
  const range = `bytes ${from}-${to - 1}/${size}`;
  return { status: 206, headers: { ...headers, 'content-range': range }, body };
}

interface Part {
  readonly from: number;
  /** The byte behind the last. */
  readonly to: number;
}

/**
 * `bytes=X-Y`, `bytes=X-` or `bytes=-Y` (the last Y). Undefined for no header, or one of another form,
 * which is to be overlooked (RFC 9110, 14.2); `none` when no byte of it is there.
 */
export function parseRange(header: string | undefined, size: number): Part | 'none' | undefined {
  const [, first = '', last = ''] = /^\s*bytes=(\d{0,15})-(\d{0,15})\s*$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  return from < to ? { from, to } : 'none';
}
