// Tend: the third loop. Once a second it looks after what nobody asks for: the clock, the watchdog, the
// line that `systemctl status` shows.

import type { Clock, Timer } from '../core/ports/clock.ts';
import type { Notifier } from '../core/ports/notifier.ts';
import type { Care } from './buffer/care.ts';
import type { Pace } from './pace.ts';
import type { AgentStatus } from './status.ts';
import type { Timebase } from './timebase.ts';

export interface Tend {
  start(): void;
  stop(): void;
}

export interface TendDeps {
  readonly clock: Clock;
  readonly notifier: Notifier;
  readonly timebase: Timebase;
  readonly pace: Pace;
  readonly care: Care;
  readonly status: () => AgentStatus;
  /** Whether the service manager is to hear that we are alive. */
  readonly alive: () => boolean;
  /** The clock's word has changed: what waited for it may go. */
  readonly dated: () => void;
}

const everyMs = 1000;

/** One line for a person who looks at the service. */
const lineOf = ({ uplink, ledger, buffer }: AgentStatus): string =>
  [
    ...(buffer.state === 'ok' ? [] : [`buffer ${buffer.state}`]),
    `uplink ${uplink.state}`,
    `${ledger.pending} points pending of ${ledger.sensed} sensed`,
  ].join(', ');

/** Looks once a second, or as often as the service manager's watchdog wants to hear of us. */
export function createTend(deps: TendDeps): Tend {
  const { clock, notifier, timebase } = deps;
  const petMs = Math.min(everyMs, notifier.watchdogMs ?? everyMs);
  let timer: Timer | undefined;
  let said = '';

  async function look(): Promise<void> {
    const before = timebase.trustedBy;
    // A failing store says so itself, on the next commit; the clock is looked at again in a second.
    await timebase.tend();
    if (timebase.trustedBy !== before) deps.dated();
    const status = deps.status();
    deps.care.look();
    deps.pace.note(status.ledger.sensed);
    if (deps.alive()) notifier.alive();
    const line = lineOf(status);
    if (line !== said) notifier.status(line);
    said = line;
  }

  function schedule(): void {
    timer = clock.after(petMs, () => {
      void look().then(() => timer && schedule());
    });
  }

  return {
    start: schedule,
    stop() {
      timer?.cancel();
      timer = undefined;
    },
  };
}
