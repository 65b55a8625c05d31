// Ports: what one life of the agent sees of the world. When it ends, all of it falls silent.

import type { AgentPorts } from '../../../src/agent/agent.ts';
import type { ByteLinks } from '../../../src/core/ports/byte-link.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import type { Files } from '../../../src/core/ports/files.ts';
import type { Http } from '../../../src/core/ports/http.ts';
import type { KvOpener, OrderedKv } from '../../../src/core/ports/ordered-kv.ts';
import { ok } from '../../../src/core/result.ts';
import { createFakeCron } from '../../fakes/cron.ts';
import { createFakeNotifier } from '../../fakes/notifier.ts';
import { createFakePins } from '../../fakes/pins.ts';
import type { Chance } from '../world/chance.ts';
import type { Story } from '../world/story.ts';
import type { Life } from './life.ts';

export interface PortsDeps {
  readonly life: Life;
  /** Of this life. */
  readonly clock: Clock;
  readonly chance: Chance;
  readonly story: Story;
  readonly files: Files;
  readonly kv: KvOpener;
  readonly http: Http;
  readonly links: ByteLinks;
  /** A port was opened. */
  readonly opened: (path: string) => void;
}

export function portsOf(deps: PortsDeps): AgentPorts {
  const { life, clock, chance, story, files } = deps;
  return {
    clock,
    random: chance,
    journal: story.journal('agent'),
    cron: createFakeCron(clock),
    links: linksOf(deps),
    pins: createFakePins(clock, []),
    files,
    http: { ...deps.http, send: (request) => life.gate(deps.http.send(request)) },
    kv: openerOf(deps.kv, life),
    notifier: createFakeNotifier(),
    assets: { get: () => undefined },
    env: {},
  };
}

/** A store that a dead process neither hears from nor opens again. */
export const openerOf = (opener: KvOpener, life: Life): KvOpener => ({
  async open(dir) {
    const opened = await life.gate(opener.open(dir));
    return opened.ok ? ok(kvOf(opened.value, life)) : opened;
  },
});

const kvOf = (kv: OrderedKv, { gate }: Life): OrderedKv => ({
  get: (key) => gate(kv.get(key)),
  getMany: (keys) => gate(kv.getMany(keys)),
  range: (range, options) => gate(kv.range(range, options)),
  snapshot: () => gate(kv.snapshot()),
  commit: (ops, durability) => gate(kv.commit(ops, durability)),
  compact: (range) => gate(kv.compact(range)),
  sizeBytes: (range) => gate(kv.sizeBytes(range)),
  close: () => gate(kv.close()),
});

/** The kernel closes the ports of a process that ends. */
const linksOf = ({ life, links, opened }: PortsDeps): ByteLinks => ({
  list: () => life.gate(links.list()),
  async open(path, options, events) {
    const result = await links.open(path, options, {
      data: (bytes) => life.over || events.data(bytes),
      closed: (reason) => life.over || events.closed(reason),
    });
    if (result.ok) {
      const link = result.value;
      life.atEnd(() => void link.close());
      opened(path);
    }
    return life.gate(Promise.resolve(result));
  },
});
