// Questions to a running Holdfast over its sockets, as anybody may ask them.

import assert from 'node:assert/strict';
import { until } from './until.ts';

/** Waits until somebody is at home. */
export const healthy = (url: string) =>
  until(`${url} answers`, async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok);

/** The agent's `/status`. */
export async function statusOf(url: string) {
  const answer = await fetch(`${url}/status`);
  // biome-ignore lint/suspicious/noExplicitAny: the shape of this document is what is tested
  return (await answer.json()) as any;
}

/** One call to a platform, which must answer ok; its result. */
export async function rpc(url: string, cik: string, procedure: string, ...args: unknown[]) {
  const answer = await fetch(`${url}/onep:v1/rpc/process`, {
    method: 'POST',
    body: JSON.stringify({ auth: { cik }, calls: [{ id: 1, procedure, arguments: args }] }),
  });
  const [{ status, result }] = (await answer.json()) as [{ status: string; result: unknown }];
  assert.equal(status, 'ok', `${procedure} answers ok`);
  return result;
}

/** Every point that a platform has of a dataport, oldest first. */
export const pointsOf = async (url: string, cik: string, alias: string) =>
  (await rpc(url, cik, 'read', { alias }, everything)) as [second: number, value: unknown][];

const everything = {
  starttime: 1,
  endtime: 4_000_000_000,
  limit: 100_000,
  sort: 'asc',
  selection: 'all',
};
