// The exchanges in flight of one server: how they are answered, abandoned and brought to an end.

import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers';
import type { Exchange, Handler, Reply } from '../../core/ports/http-server.ts';
import type { Journal } from '../../core/ports/journal.ts';

export interface Flights {
  /** The signal of an exchange: aborts when its connection closes. */
  begin(response: ServerResponse): AbortSignal;
  /** The handler's reply, or a bare 500: what a handler threw is for the journal, never for the peer. */
  answer(handler: Handler, exchange: Exchange): Promise<Reply>;
  /** Headers for every reply: a server that closes keeps no connection. */
  headers(reply: Reply): Record<string, string>;
  /** Marks an exchange whose answer has no end of its own; closing ends it through its signal. */
  streaming(signal: AbortSignal): void;
  /** Ends the streams, waits for `close` at most `graceMs`, then calls `cut`. Idempotent. */
  end(graceMs: number, close: () => Promise<unknown>, cut: () => void): Promise<void>;
}

export function createFlights(journal: Journal): Flights {
  const controllers = new Map<AbortSignal, AbortController>();
  const streams = new Set<AbortSignal>();
  let ended: Promise<void> | undefined;

  const abort = (signal: AbortSignal) => controllers.get(signal)?.abort();

  return {
    begin(response) {
      const controller = new AbortController();
      controllers.set(controller.signal, controller);
      response.once('close', () => {
        controller.abort();
        controllers.delete(controller.signal);
        streams.delete(controller.signal);
      });
      return controller.signal;
    },
    async answer(handler, exchange) {
      try {
        return await handler(exchange);
      } catch (error) {
        journal.error('request failed', { path: exchange.path, reason: String(error) });
        return { status: 500 };
      }
    },
    headers: (reply) => ({ ...reply.headers, ...(ended && { connection: 'close' }) }),
    streaming(signal) {
      streams.add(signal);
      if (ended) abort(signal);
    },
    end(graceMs, close, cut) {
      ended ??= (async () => {
        for (const signal of streams) abort(signal);
        const timer = setTimeout(cut, graceMs);
        await close();
        clearTimeout(timer);
      })();
      return ended;
    },
  };
}
