// The JSON records of a request: parsed once, changed in memory, written once at its end.

import { failure } from '../../core/failure.ts';
import { parseJson } from '../../wire/jsonrpc.ts';
import { StoreFailed, type Transaction } from './transaction.ts';

/** Records are replaced, never changed in place. A range of the transaction does not see unwritten ones. */
export interface Documents {
  get<T>(key: string): Promise<T | undefined>;
  put(key: string, document: object): void;
  del(key: string): void;
  /** Hands what has changed to the transaction. */
  write(): void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function openDocuments(tx: Transaction): Documents {
  const known = new Map<string, object | undefined>();
  const changed = new Set<string>();
  const set = (key: string, document: object | undefined) => {
    known.set(key, document);
    changed.add(key);
  };

  return {
    async get<T>(key: string): Promise<T | undefined> {
      if (!known.has(key)) known.set(key, parse(key, await tx.get(key)));
      return known.get(key) as T | undefined;
    },
    put: set,
    del: (key) => set(key, undefined),
    write() {
      for (const key of changed) {
        const document = known.get(key);
        if (document === undefined) tx.del(key);
        else tx.put(key, encoder.encode(JSON.stringify(document)));
      }
      changed.clear();
    },
  };
}

function parse(key: string, bytes: Uint8Array | undefined): object | undefined {
  if (bytes === undefined) return undefined;
  const document = parseJson(decoder.decode(bytes));
  if (typeof document === 'object' && document !== null) return document;
  throw new StoreFailed(failure('corrupt', `the record ${key.slice(0, 2)}… is damaged`));
}
