// Our uplink as the agent has it: the shipper over the log, the One Platform sink, the real client.

import type { Log } from '../../../src/buffer/log.ts';
import type { Epoch } from '../../../src/core/epoch.ts';
import { createEvents } from '../../../src/core/events.ts';
import { ok } from '../../../src/core/result.ts';
import { createClock } from '../../../src/io/clock.ts';
import { createRandom } from '../../../src/io/random.ts';
import { createHttp } from '../../../src/io/web/http.ts';
import { callText } from '../../../src/uplink/onep/encode.ts';
import { createRpc } from '../../../src/uplink/onep/rpc.ts';
import { createOnepSink } from '../../../src/uplink/onep-sink.ts';
import { createShipper } from '../../../src/uplink/shipper.ts';
import { channels } from '../work.ts';
import { epoch, need, silent } from './log.ts';

const userAgent = 'holdfast-bench';

const wantedOf = (alias: string) =>
  ({ alias, name: alias, format: 'float', count: 'infinity' }) as const;

/** A key that the bare sink takes like any other. */
export const anyCik = 'a'.repeat(40);

/** Delivers everything that the log holds. `bodies` hears what is posted. */
export async function drain(
  log: Log,
  to: { readonly url: string; readonly cik: string },
  bodies?: (body: string) => void,
): Promise<void> {
  const clock = createClock();
  const http = createHttp();
  const heard = {
    ...http,
    send: (request: Parameters<typeof http.send>[0]) => {
      bodies?.(String(request.body));
      return http.send(request);
    },
  };
  const events = createEvents();
  const sink = createOnepSink(
    { http: bodies ? heard : http, clock },
    {
      url: to.url,
      cik: async () => ok(to.cik),
      userAgent,
      dataportOf: wantedOf,
      wanted: channels.map(wantedOf),
    },
  );
  const dated = log.epochs().find(({ id }) => id === epoch) as Epoch;
  const pending = () => log.ledger().pending;
  const shipper = createShipper(
    { outbox: log, sink, clock, random: createRandom(), journal: silent, events },
    { dateOf: () => dated, pending },
  );
  const { promise, resolve } = Promise.withResolvers<void>();
  events.listen(() => pending() === 0 && resolve());
  shipper.start();
  await promise;
  await shipper.stop();
  await http.close();
}

/** Makes a client with dataports for the work, and gives its key. */
export async function makeDevice(url: string, rootCik: string): Promise<string> {
  const http = createHttp();
  const ports = { http, clock: createClock() };
  const asked = (cik: string) => createRpc(ports, { url, cik: async () => ok(cik), userAgent });
  const call = async (cik: string, ...calls: readonly string[]) => {
    const answers = need(await asked(cik).call(calls));
    return calls.map((_, at) => answers.to(at)?.result);
  };
  const limits = { client: 'inherit', dataport: 'inherit' };
  const [rid] = await call(rootCik, callText('create', 'client', { limits }));
  const [info] = await call(rootCik, callText('info', rid, { key: true }));
  await http.close();
  return (info as { readonly key: string }).key;
}
