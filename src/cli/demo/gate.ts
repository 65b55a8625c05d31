// The gate: the demo's cable between agent and platform, which a visitor can pull and plug in.

import { failure } from '../../core/failure.ts';
import type { Http } from '../../core/ports/http.ts';
import { err } from '../../core/result.ts';

export interface Gate {
  /** Whether requests pass. */
  readonly on: boolean;
  /** Pulling the cable also breaks the request in flight, as a real one would. */
  set(on: boolean): void;
  /** The same port, behind the gate: with the cable pulled every request fails as `offline`. */
  wrap(http: Http): Http;
}

const unplugged = err(failure('offline', 'the cable is pulled'));

/** `plugged` is called when the cable goes in again. */
export function createGate(plugged: () => void = () => {}): Gate {
  let cable = new AbortController();
  return {
    get on() {
      return !cable.signal.aborted;
    },
    set(on) {
      if (!on) cable.abort();
      else if (cable.signal.aborted) {
        cable = new AbortController();
        plugged();
      }
    },
    wrap: (http) => ({
      async send(request) {
        const { signal: cut } = cable;
        if (cut.aborted) return unplugged;
        const signal = request.signal ? AbortSignal.any([request.signal, cut]) : cut;
        const answer = await http.send({ ...request, signal });
        return cut.aborted && !answer.ok ? unplugged : answer;
      },
      close: () => http.close(),
    }),
  };
}
