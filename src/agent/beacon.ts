// Beacon: the status document on the platform, so that a device can be looked at from afar.

import { limits } from '../core/limits.ts';
import type { Clock, Timer } from '../core/ports/clock.ts';
import { callText } from '../uplink/onep/encode.ts';
import type { Rpc } from '../uplink/onep/rpc.ts';
import { statusAlias } from './dataports.ts';
import type { AgentStatus } from './status.ts';

export interface Beacon {
  start(): void;
  /** Cuts off what is under way. */
  stop(): Promise<void>;
}

/**
 * Writes the status to its dataport at most once in limits.beaconMs, and only while the uplink is
 * online: a snapshot is no point, is not buffered, and one that is lost is replaced by the next.
 */
export function createBeacon({
  clock,
  rpc,
  status,
}: {
  clock: Clock;
  rpc: Rpc;
  status: () => AgentStatus;
}): Beacon {
  const stopped = new AbortController();
  let timer: Timer | undefined;
  let sending: Promise<void> | undefined;

  function schedule(): void {
    timer = clock.after(limits.beaconMs, () => {
      schedule();
      const now = status();
      if (sending || now.uplink.state !== 'online') return;
      sending = send(now).then(() => {
        sending = undefined;
      });
    });
  }

  function send(now: AgentStatus): Promise<unknown> {
    const text = JSON.stringify(now);
    // A device of thousands of channels says the rest, which always fits.
    const fits = Buffer.byteLength(text) <= limits.stringValueBytes;
    const said = fits ? text : JSON.stringify({ ...now, channels: [], sources: [] });
    return rpc.call([callText('write', { alias: statusAlias }, said)], stopped.signal);
  }

  return {
    start: schedule,
    async stop() {
      timer?.cancel();
      stopped.abort();
      await sending;
    },
  };
}
