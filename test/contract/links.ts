// The contract of ByteLinks, as cases that run on the fake and on real ptys.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Failure } from '../../src/core/failure.ts';
import type { ByteLink, ByteLinks, LinkOptions } from '../../src/core/ports/byte-link.ts';

/** A port and the device at its far end. */
export interface Bench {
  readonly links: ByteLinks;
  readonly path: string;
  send(bytes: Uint8Array): Promise<void>;
  received(): Uint8Array;
  unplug(): void;
  plug(): void;
  /** Takes from this user the right to open the port; returns the way back. */
  forbid(): () => void;
  /** From now on the device takes no bytes. */
  stall(): void;
  dispose(): void;
}

export const lineOptions: LinkOptions = { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1 };

/** Waits for a condition, and not for a time: the time-out is only there to end a broken test. */
export async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    assert.ok(tries < 2_000, `never came true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Opens the port and keeps all that it tells. */
async function listen(bench: Bench, options = lineOptions) {
  const closings: (Failure | undefined)[] = [];
  let bytes = Buffer.alloc(0);
  const opened = await bench.links.open(bench.path, options, {
    data: (part) => {
      bytes = Buffer.concat([bytes, part]);
    },
    closed: (reason) => closings.push(reason),
  });
  return { opened, closings, bytes: () => bytes };
}

async function listening(bench: Bench) {
  const { opened, ...told } = await listen(bench);
  assert.ok(opened.ok, opened.ok ? '' : opened.failure.detail);
  return { link: opened.value, ...told };
}

async function kindOfRefusal(bench: Bench, options = lineOptions): Promise<string> {
  const { opened } = await listen(bench, options);
  assert.ok(!opened.ok);
  assert.ok(opened.failure.detail.includes(bench.path), opened.failure.detail);
  return opened.failure.kind;
}

const writeText = (link: ByteLink, text: string) => link.write(Buffer.from(text));

const cases: Record<string, (bench: Bench) => Promise<void>> = {
  'bytes of every value come in order and whole': async (bench) => {
    const { link, bytes } = await listening(bench);
    const sent = Buffer.from(Array.from({ length: 40_000 }, (_, n) => (n * 7) % 256));
    await bench.send(sent);
    await until(() => bytes().length >= sent.length);
    assert.deepEqual(bytes(), sent);
    await link.close();
  },

  'what is written reaches the device': async (bench) => {
    const { link } = await listening(bench);
    assert.ok((await writeText(link, 'one\n')).ok);
    assert.ok((await writeText(link, 'two\n')).ok);
    let received = '';
    await until(() => {
      received += Buffer.from(bench.received());
      return received === 'one\ntwo\n';
    });
    await link.close();
  },

  'a port that is not there is not-found': async (bench) => {
    bench.unplug();
    assert.equal(await kindOfRefusal(bench), 'not-found');
  },

  'a port that is open already is in-use, and free again when closed': async (bench) => {
    const { link } = await listening(bench);
    assert.equal(await kindOfRefusal(bench), 'in-use');
    await link.close();
    const { link: again } = await listening(bench);
    await again.close();
  },

  'a port that this user may not open is forbidden': async (bench) => {
    const allow = bench.forbid();
    try {
      assert.equal(await kindOfRefusal(bench), 'forbidden');
    } finally {
      allow();
    }
  },

  'a baud rate that is none is invalid': async (bench) => {
    assert.equal(await kindOfRefusal(bench, { ...lineOptions, baud: 0 }), 'invalid');
  },

  'closing tells closed once, without a reason, and may be repeated': async (bench) => {
    const { link, closings } = await listening(bench);
    await Promise.all([link.close(), link.close()]);
    await link.close();
    assert.deepEqual(closings, [undefined]);
    const written = await writeText(link, 'late');
    assert.equal(!written.ok && written.failure.kind, 'closed');
  },

  'an unplug is noticed without a write and told once, with its reason': async (bench) => {
    const { link, closings } = await listening(bench);
    bench.unplug();
    await until(() => closings.length > 0);
    await link.close();
    assert.deepEqual(
      closings.map((reason) => reason?.kind),
      ['closed'],
    );
    const written = await writeText(link, 'late');
    assert.equal(!written.ok && written.failure.kind, 'closed');
  },

  'an unplug amid a stream of bytes is noticed as well': async (bench) => {
    for (let round = 0; round < 20; round++) {
      const { closings, bytes } = await listening(bench);
      const sending = bench.send(Buffer.alloc(2_000 + round));
      await until(() => bytes().length > 0);
      bench.unplug();
      await Promise.allSettled([sending]);
      await until(() => closings.length > 0);
      bench.plug();
    }
  },

  'a port that was plugged in again opens again': async (bench) => {
    for (let round = 0; round < 3; round++) {
      const { closings, bytes } = await listening(bench);
      await bench.send(Buffer.from(`round ${round}`));
      await until(() => bytes().toString() === `round ${round}`);
      bench.unplug();
      await until(() => closings.length > 0);
      bench.plug();
    }
  },

  'a write that waits for a stalled device ends when the port closes': async (bench) => {
    const { link } = await listening(bench);
    bench.stall();
    const writing = link.write(Buffer.alloc(1024 * 1024));
    const closing = new Promise((resolve) => setTimeout(resolve, 20)).then(() => link.close());
    const written = await writing;
    assert.ok(!written.ok);
    await closing;
  },

  'the list of ports is a list': async (bench) => {
    const listed = await bench.links.list();
    if (listed.ok) assert.ok(Array.isArray(listed.value));
    else assert.equal(listed.failure.kind, 'unsupported');
  },
};

export function byteLinksContract(name: string, createBench: () => Bench): void {
  describe(`byte links (${name})`, () => {
    for (const [title, run] of Object.entries(cases))
      test(title, async () => {
        const bench = createBench();
        try {
          await run(bench);
        } finally {
          bench.dispose();
        }
      });
  });
}
