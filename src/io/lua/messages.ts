// What the worker is given, and what it tells while it runs.

import type { MessagePort } from 'node:worker_threads';

export interface WorkerData {
  /** The interpreter, compiled: all workers share it. */
  readonly module: WebAssembly.Module;
  readonly prelude: string;
  readonly json: string;
  readonly source: string;
  readonly memoryBytes: number;
  /** Characters of one call at most. */
  readonly callLength: number;
  /** Answers come here, as text. */
  readonly answers: MessagePort;
  /** 1 when an answer has come: the worker sleeps on it. */
  readonly answered: Int32Array<SharedArrayBuffer>;
}

export type FromWorker =
  | { readonly started: true }
  /** `[name, [argument, …]]` as JSON. The worker sleeps until it is answered. */
  | { readonly call: string; readonly ranMs: number }
  /** What an error said; undefined when there was none. */
  | { readonly ended: string | undefined };
