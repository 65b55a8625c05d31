// What a worker is made of: the checkout's files. The pack script puts a module with the same inside in its place.

import { readFileSync } from 'node:fs';
import { Worker, type WorkerOptions } from 'node:worker_threads';

const fileOf = (path: string): URL => new URL(path, import.meta.url);

/** The interpreter, as the package wasmoon carries it. */
export const luaEngine = (): Uint8Array =>
  readFileSync(fileOf('../../../node_modules/wasmoon/dist/glue.wasm'));

/** A thread with the program of worker.ts. */
export const openThread = (options: WorkerOptions): Worker =>
  new Worker(fileOf('worker.ts'), options);

/** What stands around a script, in Lua. */
export const luaTexts = (): { readonly prelude: string; readonly json: string } => ({
  prelude: readFileSync(fileOf('prelude.lua'), 'utf8'),
  json: readFileSync(fileOf('json.lua'), 'utf8'),
});
