// The naive uplink: one HTTP request a point, then its key is deleted.

import { Agent, request } from 'node:http';
import type { NaivePoint, NaiveStore } from './store.ts';

export interface NaiveUplink {
  /** Sends the oldest point; false when there was none. */
  sendOne(): Promise<boolean>;
  close(): void;
}

export function createNaiveUplink(store: NaiveStore, url: string, cik: string): NaiveUplink {
  const agent = new Agent({ keepAlive: true });
  return {
    async sendOne() {
      const entry = await store.oldest();
      if (entry === undefined) return false;
      const [key, point] = entry;
      await post(agent, `${url}/onep:v1/rpc/process`, recordOf(cik, point));
      await store.del(key);
      return true;
    },
    close: () => agent.destroy(),
  };
}

const recordOf = (cik: string, { channel, second, value }: NaivePoint): string =>
  JSON.stringify({
    auth: { cik },
    calls: [{ id: 0, procedure: 'record', arguments: [{ alias: channel }, [[second, value]], {}] }],
  });

/** Resolves with the body of the answer. */
export const post = (agent: Agent, url: string, body: string | Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => resolve(Buffer.concat(parts)));
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
