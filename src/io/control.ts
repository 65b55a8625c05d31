// Control through a socket of the file system: one request a connection, its answer in frames.
//
// A frame is a byte that says what it is, four bytes of length (big endian), and so many bytes. The last
// is an end or a failure: an answer that stops without one was cut off.

import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { umask } from 'node:process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Failure, failure } from '../core/failure.ts';
import { limits } from '../core/limits.ts';
import type { Control, ControlHandler, Pieces } from '../core/ports/control.ts';
import { err, ok, type Result } from '../core/result.ts';
import { thrownFailure } from './errno.ts';

/** sun_path of unix(7), without its last zero. */
const maxPathBytes = 107;

export function createControl(): Control {
  return {
    async serve(path, handler) {
      if (Buffer.byteLength(path) > maxPathBytes) {
        return err(failure('invalid', `${path} is too long for a socket`));
      }
      const sockets = new Set<Socket>();
      const server = createServer((socket) => {
        sockets.add(socket.once('close', () => sockets.delete(socket)));
        answer(socket, handler).catch(() => socket.destroy());
      });
      try {
        await rm(path, { force: true });
        await listenPrivately(server, path);
      } catch (thrown) {
        return err(thrownFailure(thrown, `cannot listen on ${path}`));
      }
      let closing: Promise<unknown> | undefined;
      return ok({
        async close() {
          closing ??= new Promise((resolve) => server.close(resolve));
          for (const socket of sockets) socket.destroy();
          await closing;
        },
      });
    },
    ask,
  };
}

/** The mode comes with the socket: to set it afterwards would leave a moment in which anybody may connect. */
async function listenPrivately(server: Server, path: string): Promise<void> {
  const listening = once(server, 'listening');
  const before = umask(0o177);
  try {
    server.listen(path);
  } finally {
    umask(before);
  }
  await listening;
}

async function answer(socket: Socket, handler: ControlHandler): Promise<void> {
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  const request = await readRequest(socket);
  if (request === undefined) return void socket.destroy();
  const result = await handler(request, gone.signal);
  await pipeline(Readable.from(frames(result), { objectMode: false }), socket);
}

/** Up to the first line feed; undefined when it does not come, or too late. */
async function readRequest(socket: Socket): Promise<string | undefined> {
  let text = '';
  socket.setEncoding('utf8');
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += chunk;
    if (text.endsWith('\n')) return text.slice(0, -1);
    if (text.length > limits.controlBytes) return undefined;
  }
  return undefined;
}

const kinds = { piece: 0, end: 1, failure: 2 } as const;
const headBytes = 5;

function frame(kind: number, bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(headBytes);
  head.writeUInt8(kind, 0);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

async function* frames(result: Result<Pieces>): AsyncGenerator<Uint8Array> {
  const told = (reason: Failure) => frame(kinds.failure, Buffer.from(JSON.stringify(reason)));
  if (!result.ok) return yield told(result.failure);
  for await (const piece of result.value) {
    if (!piece.ok) return yield told(piece.failure);
    yield frame(kinds.piece, piece.value);
  }
  yield frame(kinds.end, new Uint8Array());
}

async function ask(path: string, request: string): Promise<Result<Pieces>> {
  const socket = createConnection(path);
  try {
    await once(socket, 'connect');
  } catch (thrown) {
    return err(connectFailure(thrown, path));
  }
  // What breaks the connection from here on, the reader sees as an answer that was cut off.
  socket.on('error', () => {});
  socket.write(`${request}\n`);
  const pieces = read(socket);
  const first = await pieces.next();
  if (first.done) return ok(none());
  return first.value.ok ? ok(following(first.value, pieces)) : first.value;
}

const connectFailure = (thrown: unknown, path: string): Failure => {
  const { code } = thrown as NodeJS.ErrnoException;
  return code === 'ECONNREFUSED'
    ? failure('not-found', `nobody answers at ${path}`)
    : thrownFailure(thrown, `cannot reach ${path}`);
};

async function* none(): AsyncGenerator<Result<Uint8Array>> {}

async function* following(
  first: Result<Uint8Array>,
  rest: AsyncGenerator<Result<Uint8Array>>,
): AsyncGenerator<Result<Uint8Array>> {
  yield first;
  yield* rest;
}

/** The pieces of an answer, until its end, its failure, or the end of the connection. */
async function* read(socket: Socket): AsyncGenerator<Result<Uint8Array>> {
  let held = Buffer.alloc(0);
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      held = Buffer.concat([held, chunk]);
      while (held.length >= headBytes && held.length >= headBytes + held.readUInt32BE(1)) {
        const end = headBytes + held.readUInt32BE(1);
        const [kind, bytes] = [held.readUInt8(0), held.subarray(headBytes, end)];
        held = held.subarray(end);
        if (kind === kinds.end) return;
        if (kind === kinds.failure) return yield err(JSON.parse(bytes.toString()) as Failure);
        yield ok(bytes);
      }
    }
  } catch {
    // A connection that broke: told below.
  }
  yield err(failure('offline', 'the answer was cut off'));
}
