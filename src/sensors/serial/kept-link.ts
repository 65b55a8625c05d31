// KeptLink: a serial port that is opened again whenever it went away, for as long as it takes.
//
// Invariants.
// - At most one opening is under way or open.
// - The pause before the next try doubles up to a bound, and starts anew once the port has spoken: a
//   port that opens and at once hangs up does not keep the machine busy.
// - After `stop` resolves, no event comes.

import type { Failure } from '../../core/failure.ts';
import { limits } from '../../core/limits.ts';
import type { ByteLink, ByteLinks, LinkOptions } from '../../core/ports/byte-link.ts';
import type { Clock, Timer } from '../../core/ports/clock.ts';
import type { Random } from '../../core/ports/random.ts';
import { locate } from './locate.ts';
import type { PortSettings } from './settings.ts';

export interface KeptLinkEvents {
  /** The port is open; bytes of this opening follow. */
  opened(path: string): void;
  data(bytes: Uint8Array): void;
  /** The port could not be opened, or went away. It is tried again. */
  lost(reason: Failure): void;
}

export interface KeptLink {
  start(): void;
  stop(): Promise<void>;
}

export interface KeptLinkDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly links: ByteLinks;
}

export function createKeptLink(
  deps: KeptLinkDeps,
  options: { readonly port: PortSettings; readonly link: LinkOptions },
  events: KeptLinkEvents,
): KeptLink {
  let wanted = false;
  let pauseMs: number = limits.reopenFirstMs;
  let timer: Timer | undefined;
  let opening: Promise<void> | undefined;
  let link: ByteLink | undefined;

  const retry = (reason: Failure) => {
    if (!wanted) return;
    events.lost(reason);
    // Half to all of the pause, so that devices on one hub do not all come at once.
    timer = deps.clock.after(pauseMs * (0.5 + deps.random.float() / 2), begin);
    pauseMs = Math.min(2 * pauseMs, limits.reopenMaxMs);
  };

  const openOnce = async (): Promise<void> => {
    const path = await locate(deps.links, options.port);
    if (!path.ok) return retry(path.failure);
    const opened = await deps.links.open(path.value, options.link, {
      data(bytes) {
        if (!wanted) return;
        pauseMs = limits.reopenFirstMs;
        events.data(bytes);
      },
      closed(reason) {
        link = undefined;
        if (reason) retry(reason);
      },
    });
    if (!opened.ok) return retry(opened.failure);
    if (!wanted) return opened.value.close();
    link = opened.value;
    events.opened(path.value);
  };

  const begin = () => {
    opening = openOnce().finally(() => (opening = undefined));
  };

  return {
    start() {
      if (wanted) return;
      wanted = true;
      begin();
    },
    async stop() {
      wanted = false;
      timer?.cancel();
      await opening;
      await link?.close();
    },
  };
}
