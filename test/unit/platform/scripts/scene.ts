// The scene of the script tests: a device with two dataports, and scripts that are functions of the test.

import type { TestContext } from 'node:test';
import type { PlatformOptions } from '../../../../src/platform/platform.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeHttp } from '../../../fakes/http.ts';
import { createFakeDisk } from '../../../fakes/kv.ts';
import { createFakeMail } from '../../../fakes/mail.ts';
import { createFakeResolver } from '../../../fakes/resolver.ts';
import { createFakeScriptWorker, type FakeScript } from '../../../fakes/script-worker.ts';
import { openTestPlatform, unlimited } from '../../../support/onep.ts';

export interface Basic {
  readonly status: string;
  readonly activity: readonly (readonly [number, readonly string[]])[];
}

export async function openScene(
  t: TestContext,
  scripts: Readonly<Record<string, FakeScript>>,
  { limits = {}, ...options }: PlatformOptions & { readonly limits?: object } = {},
) {
  const clock = createFakeClock();
  const scriptWorker = createFakeScriptWorker(clock, scripts);
  const http = createFakeHttp({ clock });
  const mail = createFakeMail();
  const resolver = createFakeResolver({ 'far.test': ['8.8.8.8'] });
  const disk = createFakeDisk();
  const world = { clock, scriptWorker, outside: { http, resolver, mail } };
  const platform = await openTestPlatform(disk, '/platform', options, world);
  t.after(() => platform.close());
  const description = { limits: { ...unlimited.limits, ...limits } };
  const device = await platform.client(platform.root, description);
  const dataport = async (alias: string, description: object = {}): Promise<string> => {
    const given = { format: 'float', ...description };
    const rid = String(await platform.need(device, 'create', 'dataport', given));
    await platform.need(device, 'map', 'alias', rid, alias);
    return rid;
  };
  const all = { starttime: 0, limit: 1000, sort: 'asc' };
  return {
    platform,
    clock,
    disk,
    http,
    mail,
    device,
    worker: scriptWorker,
    dataport,
    x: await dataport('x'),
    y: await dataport('y'),
    /** Makes a rule with this script. */
    make: async (script: string, format = 'string'): Promise<string> => {
      const rule = { format, rule: { script }, name: script };
      return String(await platform.need(device, 'create', 'datarule', rule));
    },
    write: (rid: string, value: unknown) => platform.need(device, 'write', rid, value),
    values: async (rid: string): Promise<unknown[]> => {
      const points = (await platform.need(device, 'read', rid, all)) as [number, unknown][];
      return points.map(([, value]) => value);
    },
    basic: async (rid: string): Promise<Basic> =>
      ((await platform.need(device, 'info', rid, { basic: true })) as { basic: Basic }).basic,
    errors: async (rid: string): Promise<{ count: number; detail?: string }> =>
      (
        (await platform.need(device, 'info', rid, { errors: true })) as {
          errors: { count: number; detail?: string };
        }
      ).errors,
  };
}

export type Scene = Awaited<ReturnType<typeof openScene>>;

/** A script that copies what comes to x, times ten, to y. */
export const copier: FakeScript = async (ask) => {
  const x = (await ask('find', 'x')) as { rid: string; timestamp: number };
  const y = (await ask('find', 'y')) as { rid: string };
  let last = x.timestamp;
  for (;;) {
    const { points } = (await ask('wait', x.rid, last, null)) as { points: [number, number][] };
    for (const [second, value] of points) {
      last = second;
      await ask('write', y.rid, value * 10);
    }
  }
};
