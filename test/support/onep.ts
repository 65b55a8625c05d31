// A platform of its own for a test, on a fake disk and a clock that stands still, and a way to call it.

import assert from 'node:assert/strict';
import type { Handler, Reply } from '../../src/core/ports/http-server.ts';
import type { ScriptWorker } from '../../src/core/ports/script-worker.ts';
import type { Outside } from '../../src/platform/dispatch/couriers.ts';
import {
  createPlatform,
  type Platform,
  type PlatformOptions,
} from '../../src/platform/platform.ts';
import type { RpcAuth } from '../../src/wire/jsonrpc.ts';
import { createFakeClock, type FakeClock } from '../fakes/clock.ts';
import { createFakeJournal } from '../fakes/journal.ts';
import { createFakeDisk } from '../fakes/kv.ts';
import { createSeededRandom } from '../fakes/random.ts';

/** The second at which the fake clock starts: 2026-01-01. */
export const now = 1_767_225_600;

const never = new AbortController().signal;
const encoder = new TextEncoder();

export interface Answer {
  readonly id: number | string;
  readonly status: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

export const asBytes = (body: unknown): Uint8Array =>
  encoder.encode(typeof body === 'string' ? body : JSON.stringify(body));

/** One HTTP request. `body` is sent as it is when it is text or bytes, else as JSON. */
export function ask(
  handle: Handler,
  body: unknown,
  { path = '/onep:v1/rpc/process', query = '', method = 'POST', signal = never, headers = {} } = {},
): Promise<Reply> {
  const bytes = body instanceof Uint8Array ? body : asBytes(body);
  return handle({ method, path, query, headers, body: bytes, remote: '127.0.0.1', signal });
}

export const bodyText = (reply: Reply): string =>
  typeof reply.body === 'string' ? reply.body : Buffer.from(reply.body ?? []).toString();

/** Calls with the ids 0, 1, …, each as [procedure, …arguments]. */
export const request = (auth: RpcAuth, calls: readonly (readonly unknown[])[]) => ({
  auth,
  calls: calls.map(([procedure, ...args], id) => ({ id, procedure, arguments: args })),
});

/** The clock of a platform under test, and the ways out of it. */
export interface TestWorld {
  readonly clock?: FakeClock;
  readonly outside?: Outside;
  readonly scriptWorker?: ScriptWorker;
}

export async function openTestPlatform(
  disk = createFakeDisk(),
  dir = '/platform',
  options: PlatformOptions = {},
  { clock = createFakeClock(), outside, scriptWorker }: TestWorld = {},
) {
  const journal = createFakeJournal();
  const random = createSeededRandom(7);
  const secret = new Uint8Array(32).fill(5);
  const start = async (): Promise<Platform> => {
    const kv = await disk.opener.open(dir);
    assert(kv.ok);
    const deps = { kv: kv.value, clock, random, journal, secret, outside, scriptWorker };
    const platform = await createPlatform(deps, options);
    assert(platform.ok);
    const close = async () => {
      await platform.value.close();
      await kv.value.close();
    };
    return { ...platform.value, close };
  };
  let platform = await start();
  const rpc = async (auth: RpcAuth, ...calls: (readonly unknown[])[]): Promise<Answer[]> => {
    const reply = await ask(platform.handle, request(auth, calls));
    const body = JSON.parse(bodyText(reply));
    assert(Array.isArray(body), `no answers: ${bodyText(reply)}`);
    return body;
  };
  /** One call whose result is needed: it must be ok. */
  const need = async (auth: RpcAuth, ...call: readonly unknown[]): Promise<unknown> => {
    const [answer] = await rpc(auth, call);
    assert.equal(answer?.status, 'ok', JSON.stringify(answer));
    return answer?.result;
  };
  /** Makes a client and gives its RID and its key. */
  const client = async (auth: RpcAuth, description: object = unlimited) => {
    const rid = String(await need(auth, 'create', 'client', description));
    const { key } = (await need(auth, 'info', rid, { key: true })) as { key: string };
    return { rid, cik: key };
  };
  return {
    clock,
    disk,
    journal,
    rpc,
    need,
    client,
    root: { cik: platform.rootCik },
    handle: ((exchange) => platform.handle(exchange)) satisfies Handler,
    close: () => platform.close(),
    /** Closes the platform and opens it again on the same disk. */
    restart: async () => {
      await platform.close();
      platform = await start();
    },
    /** Opens it again after disk.crash(): the old one is not asked to close. */
    revive: async () => {
      platform = await start();
    },
  };
}

export type TestPlatform = Awaited<ReturnType<typeof openTestPlatform>>;

/** A client that may own what it likes. */
export const unlimited = {
  limits: {
    client: 'inherit',
    dataport: 'inherit',
    datarule: 'inherit',
    dispatch: 'inherit',
    share: 'inherit',
    email: 'inherit',
    http: 'inherit',
    sms: 'inherit',
    xmpp: 'inherit',
  },
};
