// The same cases on fake ports, and on ptys through serialport.

import assert from 'node:assert/strict';
import { chmodSync, realpathSync } from 'node:fs';
import { describe, test } from 'node:test';
import { createByteLinks } from '../../src/io/serial/byte-links.ts';
import { createFakeLinks } from '../fakes/links.ts';
import { createLine } from '../support/pty.ts';
import { type Bench, byteLinksContract, lineOptions } from './links.ts';

byteLinksContract('fake', () => {
  const links = createFakeLinks();
  const path = '/dev/ttyUSB0';
  let device = links.plug(path);
  let read = 0;
  return {
    links,
    path,
    send: async (bytes) => device.send(bytes),
    received: () => {
      const news = device.received.slice(read);
      read = device.received.length;
      return news;
    },
    unplug: () => device.unplug(),
    plug: () => {
      device = links.plug(path);
    },
    forbid: () => {
      device.locked = true;
      return () => {};
    },
    stall: () => {
      device.stalled = true;
    },
    dispose: () => {},
  };
});

/** Root may open everything: then this process is somebody else for a while. */
function forbidReal(path: string): () => void {
  if (process.geteuid?.() !== 0) {
    chmodSync(realpathSync(path), 0o000);
    return () => {};
  }
  process.seteuid?.(65_534);
  return () => process.seteuid?.(0);
}

const realBench = (options = {}): Bench => {
  const line = createLine();
  return {
    links: createByteLinks(options),
    path: line.path,
    send: line.send,
    received: line.received,
    unplug: line.unplug,
    plug: line.plug,
    forbid: () => forbidReal(line.path),
    stall: () => {},
    dispose: line.dispose,
  };
};

byteLinksContract('serialport on a pty', realBench);

describe('a real port', () => {
  test('that takes no bytes times out', async () => {
    const bench = realBench({ writeTimeoutMs: 50 });
    const opened = await bench.links.open(bench.path, lineOptions, { data() {}, closed() {} });
    assert.ok(opened.ok);
    const written = await opened.value.write(Buffer.alloc(1024 * 1024));
    assert.equal(!written.ok && written.failure.kind, 'timeout');
    await opened.value.close();
    bench.dispose();
  });

  test('that is opened and pulled out over and over leaks no descriptor', async () => {
    const { readdirSync } = await import('node:fs');
    const descriptors = () => readdirSync('/proc/self/fd').length;
    const cycle = async () => {
      const bench = realBench();
      const closed = new Promise<void>((resolve) => {
        void bench.links
          .open(bench.path, lineOptions, { data() {}, closed: () => resolve() })
          .then(() => bench.unplug());
      });
      await closed;
      bench.dispose();
    };
    await cycle();
    const before = descriptors();
    for (let n = 0; n < 50; n++) await cycle();
    assert.ok(descriptors() <= before, `${before} before, ${descriptors()} after`);
  });
});
