// Events: what happens inside the agent, for whoever watches (the event stream, the demo, tests).

import type { Failure } from './failure.ts';

export interface AgentEvents {
  /** A point is durable in the buffer. `second` is Unix time under its epoch. */
  readonly committed: { readonly channel: string; readonly second: number };
  /** Points were settled. */
  readonly settled: { readonly outcome: string; readonly points: number };
  /** The uplink changed its state. */
  readonly uplink: { readonly state: string; readonly failure?: Failure };
  /** A source changed its state. */
  readonly source: { readonly name: string; readonly state: string; readonly detail?: string };
}

export type EventName = keyof AgentEvents;
export type Listener = <N extends EventName>(name: N, detail: AgentEvents[N]) => void;

export interface Events {
  emit<N extends EventName>(name: N, detail: AgentEvents[N]): void;
  /** Returns the way to stop listening. Listeners are called at once, in order, and must not throw. */
  listen(listener: Listener): () => void;
  /** Whether anybody listens: emitters of many events may skip the work. */
  readonly watched: boolean;
}

export function createEvents(): Events {
  const listeners = new Set<Listener>();
  return {
    emit(name, detail) {
      for (const listener of listeners) listener(name, detail);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get watched() {
      return listeners.size > 0;
    },
  };
}
