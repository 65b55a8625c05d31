// The scene of the dispatch tests: a device with a source, its dispatches, and a world that they reach.

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Exchange, Reply } from '../../../../src/core/ports/http-server.ts';
import type { Resolver } from '../../../../src/core/ports/resolver.ts';
import type { DispatchSettings } from '../../../../src/platform/dispatch/couriers.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeHttp } from '../../../fakes/http.ts';
import { createFakeDisk } from '../../../fakes/kv.ts';
import { createFakeMail } from '../../../fakes/mail.ts';
import { createFakeResolver } from '../../../fakes/resolver.ts';
import { openTestPlatform, unlimited } from '../../../support/onep.ts';

/** What a far side was told: a request without its machinery. */
export interface Heard {
  readonly method: string;
  readonly url: string;
  readonly type: string | undefined;
  readonly body: string;
}

export const publicAddress = '8.8.8.8';
const far = `http://far.test`;

export async function openScene(
  t: TestContext,
  { dispatch, limits = {} }: { dispatch?: DispatchSettings; limits?: object } = {},
) {
  const clock = createFakeClock();
  const http = createFakeHttp({ clock });
  const mail = createFakeMail();
  const hosts: Record<string, string[]> = { 'far.test': [publicAddress] };
  const names = createFakeResolver(hosts);
  /** How long the next question to the resolver takes. */
  const slow = { ms: 0 };
  const resolver: Resolver = {
    async resolve(host) {
      const { ms } = slow;
      slow.ms = 0;
      if (ms > 0) await clock.sleep(ms);
      return names.resolve(host);
    },
  };
  const disk = createFakeDisk();
  const options = dispatch ? { dispatch } : {};
  const outside = { http, resolver, mail };
  const platform = await openTestPlatform(disk, '/platform', options, { clock, outside });
  t.after(() => platform.close());
  const description = { limits: { ...unlimited.limits, ...limits } };
  const device = await platform.client(platform.root, description);
  const source = await platform.need(device, 'create', 'dataport', { format: 'float' });
  const heard: Heard[] = [];
  /** The far side takes what comes, unless it is told otherwise. */
  const serve = (answer: (exchange: Exchange) => Reply | undefined = () => ({ status: 200 })) =>
    http.serve(async (exchange) => {
      const { method, path, query, headers, body } = exchange;
      heard.push({
        method,
        url: `http://${headers.host}${path}${query === '' ? '' : `?${query}`}`,
        type: headers['content-type'],
        body: Buffer.from(body).toString(),
      });
      return answer(exchange);
    });
  serve();
  return {
    platform,
    clock,
    http,
    mail,
    hosts,
    slow,
    disk,
    device,
    source,
    heard,
    serve,
    /** A dispatch that takes the values of the source. */
    make: async (more: object = {}): Promise<string> => {
      const subscribed = { subscribe: source, subject: '', retention: {} };
      const common = { method: 'http_post', recipient: `${far}/hook?token=1`, ...subscribed };
      return String(await platform.need(device, 'create', 'dispatch', { ...common, ...more }));
    },
    write: (value: unknown) => platform.need(device, 'write', source, value),
    /** What the dispatch says that it sent, oldest first. */
    history: async (rid: string): Promise<unknown[]> => {
      const all = { starttime: 0, limit: 1000, sort: 'asc' };
      const points = await platform.need(device, 'read', rid, all);
      assert(Array.isArray(points));
      return points.map(([, value]) => value);
    },
    errors: async (rid: string): Promise<{ count: number; detail?: string }> => {
      const info = await platform.need(device, 'info', rid, { errors: true });
      return (info as { errors: { count: number; detail?: string } }).errors;
    },
  };
}

export type Scene = Awaited<ReturnType<typeof openScene>>;
