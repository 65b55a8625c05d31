// Event streams: each subscriber's copy of what happens in the agent, as server-sent events, bounded.

import type { Events } from '../../core/events.ts';
import { limits } from '../../core/limits.ts';
import type { Clock, Timer } from '../../core/ports/clock.ts';
import { createTextQueue } from './text-queue.ts';

export interface EventStreams {
  /**
   * Everything from now until `signal` aborts, one server-sent event for each event of the agent.
   * Undefined when limits.eventStreams are open. A subscriber that does not keep up is cut off.
   */
  subscribe(signal: AbortSignal): AsyncIterable<string> | undefined;
}

/** Browsers come back after this pause when the stream ends. */
const greeting = 'retry: 1000\n\n';
const heartbeat = ': alive\n\n';

/** Costs nothing while nobody has subscribed. */
export function createEventStreams(events: Events, clock: Clock): EventStreams {
  let open = 0;
  return {
    subscribe(signal) {
      if (open >= limits.eventStreams) return undefined;
      open += 1;
      const queue = createTextQueue(limits.eventStreamBytes);
      queue.push(greeting);
      const unlisten = events.listen((name, detail) =>
        queue.push(`event: ${name}\ndata: ${JSON.stringify(detail)}\n\n`),
      );
      let timer: Timer;
      const beat = () => {
        timer = clock.after(limits.eventHeartbeatMs, () => {
          queue.push(heartbeat);
          beat();
        });
      };
      beat();
      const close = () => {
        open -= 1;
        unlisten();
        timer.cancel();
        queue.end();
      };
      if (signal.aborted) close();
      else signal.addEventListener('abort', close, { once: true });
      return queue;
    },
  };
}
