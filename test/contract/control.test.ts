// Control: the fake and a real socket keep one contract; and what only a socket can show.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { failure } from '../../src/core/failure.ts';
import type { Control, ControlHandler, Pieces } from '../../src/core/ports/control.ts';
import { err, ok, type Result } from '../../src/core/result.ts';
import { createControl } from '../../src/io/control.ts';
import { createFakeControl } from '../fakes/control.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

async function* piecesOf(...texts: readonly string[]): AsyncGenerator<Result<Uint8Array>> {
  for (const text of texts) yield ok(bytes(text));
}

/** All pieces as text, a failure as its kind in brackets. */
async function told(asked: Result<Pieces>): Promise<string> {
  if (!asked.ok) return `[${asked.failure.kind}]`;
  let text = '';
  for await (const piece of asked.value) {
    text += piece.ok ? Buffer.from(piece.value).toString() : `[${piece.failure.kind}]`;
  }
  return text;
}

function newDir(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-control-'));
  t.after(() => rmSync(dir, { recursive: true }));
  return dir;
}

async function serve(t: TestContext, control: Control, path: string, handler: ControlHandler) {
  const door = await control.serve(path, handler);
  assert.ok(door.ok, JSON.stringify(door));
  t.after(() => door.value.close());
  return door.value;
}

const subjects = { fake: createFakeControl, socket: createControl };

for (const [name, create] of Object.entries(subjects)) {
  describe(`control (${name})`, () => {
    test('a request comes as it was asked, and its answer in pieces', async (t) => {
      const control = create();
      const path = join(newDir(t), 's');
      await serve(t, control, path, async (request) => ok(piecesOf('you said ', request)));
      assert.equal(
        await told(await control.ask(path, '{"do":"hällo"}')),
        'you said {"do":"hällo"}',
      );
      assert.equal(await told(await control.ask(path, '')), 'you said ');
    });

    test('an answer without pieces is an answer', async (t) => {
      const control = create();
      const path = join(newDir(t), 's');
      await serve(t, control, path, async () => ok(piecesOf()));
      assert.equal(await told(await control.ask(path, 'x')), '');
    });

    test('large pieces come whole and in order', async (t) => {
      const control = create();
      const path = join(newDir(t), 's');
      const large = Array.from({ length: 40 }, (_, at) => String(at % 10).repeat(100_000));
      await serve(t, control, path, async () => ok(piecesOf(...large)));
      assert.ok((await told(await control.ask(path, 'x'))) === large.join(''));
    });

    test('a failure comes in place of the answer, or in the middle of it', async (t) => {
      const control = create();
      const path = join(newDir(t), 's');
      const full = err(failure('disk-full', 'no room'));
      await serve(t, control, path, async (request) =>
        request === 'now'
          ? full
          : ok(
              (async function* () {
                yield ok(bytes('some'));
                yield full;
              })(),
            ),
      );
      assert.deepEqual(await control.ask(path, 'now'), full);
      assert.equal(await told(await control.ask(path, 'later')), 'some[disk-full]');
    });

    test('where nobody answers nothing is found', async (t) => {
      const control = create();
      const path = join(newDir(t), 's');
      assert.equal(await told(await control.ask(path, 'x')), '[not-found]');
      const door = await serve(t, control, path, async () => ok(piecesOf('x')));
      await door.close();
      await door.close();
      assert.equal(await told(await control.ask(path, 'x')), '[not-found]');
    });

    test('an answer that is cut off says so', async (t) => {
      const control = create();
      const path = join(newDir(t), 's');
      const { promise: sent, resolve: onSent } = Promise.withResolvers<void>();
      const { promise: never } = Promise.withResolvers<void>();
      const door = await serve(t, control, path, async (_, signal) =>
        ok(
          (async function* () {
            yield ok(bytes('some'));
            onSent();
            await Promise.race([
              never,
              new Promise((resolve) => signal.addEventListener('abort', resolve)),
            ]);
          })(),
        ),
      );
      const asked = await control.ask(path, 'x');
      const reading = told(asked);
      await sent;
      await door.close();
      assert.equal(await reading, 'some[offline]');
    });

    test('a path that no socket can have is invalid', async () => {
      const control = create();
      const door = await control.serve(`/tmp/${'x'.repeat(200)}`, async () => ok(piecesOf()));
      assert.equal(door.ok ? 'ok' : door.failure.kind, 'invalid');
    });
  });
}

test('socket: only its user may connect', async (t) => {
  const path = join(newDir(t), 's');
  await serve(t, createControl(), path, async () => ok(piecesOf()));
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('socket: what an earlier life has left behind is nobody, and is replaced', async (t) => {
  const control = createControl();
  const path = join(newDir(t), 's');
  writeFileSync(path, '');
  assert.equal(await told(await control.ask(path, 'x')), '[not-found]');
  await serve(t, control, path, async () => ok(piecesOf('here')));
  assert.equal(await told(await control.ask(path, 'x')), 'here');
});

test('socket: a request without an end is cut off, and others are answered', async (t) => {
  const control = createControl();
  const path = join(newDir(t), 's');
  await serve(t, control, path, async (request) => ok(piecesOf(request)));
  const socket = createConnection(path);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => {});
  socket.write('x'.repeat(10_000));
  await closed;
  assert.equal(await told(await control.ask(path, 'y')), 'y');
});
