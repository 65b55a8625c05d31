// The laws are not blind: worlds that are broken on purpose, each caught by the law that it breaks.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ByteLinks } from '../../src/core/ports/byte-link.ts';
import type { Reply } from '../../src/core/ports/http-server.ts';
import type { KvOp, KvOpener } from '../../src/core/ports/ordered-kv.ts';
import { done, ok } from '../../src/core/result.ts';
import type { FarSide } from '../fakes/http.ts';
import { run } from './run.ts';
import type { Sabotage } from './world/world.ts';

interface RpcCall {
  readonly id: number;
  readonly procedure: string;
  readonly arguments: readonly unknown[];
}
type Points = readonly (readonly [number, unknown])[];

/** Every seed must be caught, and by this law. */
function caught(what: string, law: RegExp, sabotage: () => Sabotage): void {
  test(`${what} is caught`, async () => {
    for (const seed of [1, 2, 3]) {
      // With room in the buffer, or a point that is gone may have been pushed out.
      const plan = { maxBytes: undefined };
      const { broken } = await run(seed, { plan, sabotage: sabotage() });
      assert.match(broken ?? 'nothing was seen', law, `seed ${seed}`);
    }
  });
}

/** True for every third time that it is asked: once may be harmless, as when a re-send mends it. */
function nowAndThen(): () => boolean {
  let asked = 0;
  return () => {
    asked += 1;
    return asked % 3 === 0;
  };
}

/** Changes the points of every third request that records any. */
function withPoints(change: (points: Points) => Points): (farSide: FarSide) => FarSide {
  const isNow = nowAndThen();
  return (farSide) => async (exchange) => {
    const body = JSON.parse(Buffer.from(exchange.body).toString()) as { readonly calls: RpcCall[] };
    if (!body.calls.some(({ procedure }) => procedure === 'record') || !isNow()) {
      return farSide(exchange);
    }
    const calls = body.calls.map((call) => {
      const [alias, points, options] = call.arguments;
      return { ...call, arguments: [alias, change(points as Points), options] };
    });
    return farSide({ ...exchange, body: Buffer.from(JSON.stringify({ ...body, calls })) });
  };
}

caught('a network that alters a value', /holds only what was sensed/, () => ({
  farSide: withPoints((points) => points.map(([second]) => [second, 123456789])),
}));

caught('a platform that stores at another second', /holds only what was sensed/, () => ({
  farSide: withPoints((points) => points.map(([second, value]) => [second - 90, value])),
}));

caught('a platform that stores twice', /holds only what was sensed/, () => ({
  farSide: withPoints((points) => [...points, ...points.map(([s, v]) => [s - 90, v] as const)]),
}));

caught(
  'a far side that drops a batch and says delivered',
  /delivered is what the platform has|nothing durable is lost/,
  () => {
    const isNow = nowAndThen();
    return {
      farSide: (farSide) => async (exchange) => {
        const { calls } = JSON.parse(Buffer.from(exchange.body).toString()) as {
          readonly calls: RpcCall[];
        };
        const records = calls.length > 0 && calls.every(({ procedure }) => procedure === 'record');
        if (!records || !isNow()) return farSide(exchange);
        const body = JSON.stringify(calls.map(({ id }) => ({ id, status: 'ok' })));
        return { status: 200, body } satisfies Reply;
      },
    };
  },
);

/** A store that acknowledges and loses every third commit that this concerns. */
function losing(concerns: (op: KvOp) => boolean): (opener: KvOpener) => KvOpener {
  const isNow = nowAndThen();
  return (opener) => ({
    async open(dir) {
      const opened = await opener.open(dir);
      if (!opened.ok) return opened;
      const kv = opened.value;
      return ok({
        ...kv,
        commit: (ops, durability) =>
          ops.some(concerns) && isNow() ? Promise.resolve(done) : kv.commit(ops, durability),
      });
    },
  });
}

const isSegment = ({ type, key }: KvOp): boolean => type === 'put' && key.startsWith('s/');
const isBlock = ({ type, key }: KvOp): boolean => type === 'put' && key.startsWith('d/');

caught(
  'a disk that acknowledges points of the agent and loses them',
  /the log is whole|without complaint|without need/,
  () => ({
    agentKv: losing(isSegment),
  }),
);

caught(
  'a disk that acknowledges points of the platform and loses them',
  /delivered is what the platform has|nothing durable is lost/,
  () => ({
    platformKv: losing(isBlock),
  }),
);

caught('a disk that damages a segment', /without complaint|without need/, () => {
  const isNow = nowAndThen();
  const damaged = (op: KvOp): KvOp =>
    op.type === 'put' && isSegment(op) && isNow()
      ? { ...op, value: op.value.map((b) => b ^ 1) }
      : op;
  return {
    agentKv: (opener) => ({
      async open(dir) {
        const opened = await opener.open(dir);
        if (!opened.ok) return opened;
        const kv = opened.value;
        return ok({ ...kv, commit: (ops, how) => kv.commit(ops.map(damaged), how) });
      },
    }),
  };
});

/** The platform forgets what it had, whenever more is recorded. */
const forgetful =
  (farSide: FarSide): FarSide =>
  (exchange) => {
    const body = JSON.parse(Buffer.from(exchange.body).toString()) as { readonly calls: RpcCall[] };
    const flushes = body.calls
      .filter(({ procedure }) => procedure === 'record')
      .map((call) => ({ procedure: 'flush', arguments: [call.arguments[0]] }));
    const calls = [...flushes, ...body.calls];
    return farSide({ ...exchange, body: Buffer.from(JSON.stringify({ ...body, calls })) });
  };

caught(
  'a platform that forgets',
  /what the platform has it keeps|nothing durable|delivered is/,
  () => ({
    farSide: forgetful,
  }),
);

caught('an agent that is deaf now and then', /what was heard/, () => {
  let bytes = 0;
  const isDeaf = (length: number): boolean => {
    bytes += length;
    return bytes % 2000 < 400;
  };
  const deaf = (links: ByteLinks): ByteLinks => ({
    list: links.list,
    open: (path, options, events) =>
      links.open(path, options, {
        ...events,
        data: (data) => isDeaf(data.length) || events.data(data),
      }),
  });
  return { links: deaf };
});

caught('a far side that never takes another point', /not reached within/, () => {
  let asked = 0;
  return {
    farSide: (farSide) => (exchange) => {
      asked += 1;
      return asked > 10 ? Promise.resolve({ status: 500 }) : farSide(exchange);
    },
  };
});
