// An uplink in a world of fakes: a clock that stands still, a network that breaks as told, a buffer in
// memory.

import type { Epoch } from '../../../src/core/epoch.ts';
import { createEvents } from '../../../src/core/events.ts';
import type { Handler } from '../../../src/core/ports/http-server.ts';
import { ok } from '../../../src/core/result.ts';
import type { WantedDataport } from '../../../src/uplink/dataports.ts';
import { createOnepSink } from '../../../src/uplink/onep-sink.ts';
import { createShipper } from '../../../src/uplink/shipper.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { createFakeHttp } from '../../fakes/http.ts';
import { createFakeJournal } from '../../fakes/journal.ts';
import { createFakeOutbox } from '../../fakes/outbox.ts';
import { createSeededRandom } from '../../fakes/random.ts';

export const cik = 'c'.repeat(40);

export const float = (channel: string): WantedDataport => ({
  alias: channel,
  name: channel,
  format: 'float',
  count: 'infinity',
});

/** 2026-01-01, where the fake clock starts. */
export const now = Date.UTC(2026, 0, 1) / 1000;
/** The day before: what was sensed then is in nobody's future. */
export const start = now - 86_400;

export interface WorldOptions {
  readonly handle: Handler;
  readonly cik?: string;
  readonly wanted?: readonly WantedDataport[];
  readonly dataportOf?: (channel: string) => WantedDataport;
}

export function createWorld({ handle, wanted = [], dataportOf = float, ...options }: WorldOptions) {
  const clock = createFakeClock();
  const http = createFakeHttp({ clock });
  http.serve(handle);
  const outbox = createFakeOutbox();
  const journal = createFakeJournal();
  const events = createEvents();
  const random = createSeededRandom(1);
  const epochs = new Map<number, Epoch>();
  const heard: string[] = [];
  events.listen((name, detail) => {
    heard.push(`${name} ${Object.values(detail)[0]}`);
  });
  const key = { cik: options.cik ?? cik };
  const sink = createOnepSink(
    { http, clock },
    {
      url: 'http://far.test/',
      cik: async () => ok(key.cik),
      userAgent: 'holdfast/0 (test)',
      wanted,
      dataportOf,
    },
  );
  const dating = (id: number, shiftSeconds: number): void => {
    const anchor = { bootId: 'b', wallMs: 0, monoMs: 0, trusted: true };
    epochs.set(id, { id, shiftSeconds, ...anchor });
  };
  dating(1, 0);
  const shipper = createShipper(
    { outbox, sink, clock, random, journal, events },
    { dateOf: (id) => epochs.get(id), pending: outbox.pending },
  );
  /** Sends everything that is pending, once, without the loop. */
  const sendAll = async () => {
    const batch = await outbox.peek({ points: 100_000, bytes: 1e9 });
    if (!batch.ok) throw new Error(batch.failure.detail);
    const delivery = await sink.send(batch.value, new AbortController().signal);
    await outbox.settle(delivery.settled);
    return delivery;
  };
  return { clock, http, outbox, journal, events, heard, key, sink, shipper, dating, sendAll };
}
