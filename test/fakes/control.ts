// Control in memory: who serves at which path, and what becomes of answers when he stops.

import { failure } from '../../src/core/failure.ts';
import type { Control, ControlHandler, Pieces } from '../../src/core/ports/control.ts';
import { err, ok, type Result } from '../../src/core/result.ts';

interface Door {
  readonly handler: ControlHandler;
  readonly closing: AbortController;
}

const cutOff = err(failure('offline', 'the answer was cut off'));

export function createFakeControl(): Control {
  const doors = new Map<string, Door>();
  return {
    async serve(path, handler) {
      if (path.length > 107) return err(failure('invalid', `${path} is too long for a socket`));
      const door: Door = { handler, closing: new AbortController() };
      doors.set(path, door);
      return ok({
        async close() {
          door.closing.abort();
          if (doors.get(path) === door) doors.delete(path);
        },
      });
    },
    async ask(path, request) {
      const door = doors.get(path);
      if (!door) return err(failure('not-found', `nobody answers at ${path}`));
      const { signal } = door.closing;
      const answered = await door.handler(request, signal);
      if (signal.aborted) return cutOff;
      if (!answered.ok) return answered;
      const pieces = until(answered.value, signal);
      const first = await pieces.next();
      if (first.done) return ok(none());
      return first.value.ok ? ok(following(first.value, pieces)) : first.value;
    },
  };
}

async function* none(): AsyncGenerator<Result<Uint8Array>> {}

async function* following(first: Result<Uint8Array>, rest: Pieces) {
  yield first;
  yield* rest;
}

async function* until(pieces: Pieces, closing: AbortSignal): AsyncGenerator<Result<Uint8Array>> {
  for await (const piece of pieces) {
    if (closing.aborted) break;
    yield piece;
    if (!piece.ok) return;
  }
  if (closing.aborted) yield cutOff;
}
