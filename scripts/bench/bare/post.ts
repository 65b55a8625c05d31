// The bare limit of an uplink: bodies posted from memory, a few at once, over kept connections.

import { Agent } from 'node:http';
import { post } from '../naive/uplink.ts';

/** Posts every body; one that is a function is built when its turn comes. */
export async function postAll(
  url: string,
  bodies: readonly (string | (() => string))[],
  inFlight: number,
): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  const queue = bodies.values();
  const lane = async () => {
    for (const body of queue) await post(agent, url, typeof body === 'string' ? body : body());
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  agent.destroy();
}
