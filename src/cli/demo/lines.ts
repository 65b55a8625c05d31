// The demo for a pipe or a log: one line when the uplink changes, and one now and then.

import type { AgentStatus } from '../../agent/status.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Terminal } from '../../core/ports/terminal.ts';
import type { Demo } from './start.ts';

const lookMs = 1_000;
const everyLooks = 10;

/** Tells of the demo until `stop` aborts. */
export async function showLines(
  demo: Demo,
  { terminal, clock }: { readonly terminal: Terminal; readonly clock: Clock },
  stop: AbortSignal,
): Promise<void> {
  let told = '';
  for (let look = 0; !stop.aborted; look += 1) {
    const status = demo.agent.status();
    if (status.uplink.state !== told || look % everyLooks === 0) {
      terminal.out(`${status.clock.time} ${status.uplink.state}: ${equation(status)}\n`);
    }
    told = status.uplink.state;
    await clock.sleep(lookMs, stop);
  }
}

/** `12 sensed = 10 delivered + 0 rejected + 0 thinned + 0 evicted + 2 pending`. */
export const equation = ({ ledger: l }: AgentStatus): string =>
  `${l.sensed} sensed = ${l.delivered} delivered + ${l.rejected} rejected + ${l.thinned} thinned + ${l.evicted} evicted + ${l.pending} pending`;
