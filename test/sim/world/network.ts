// Network: between the agent and the platform, in all weathers.

import { limits } from '../../../src/core/limits.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import type { Http, HttpRequest } from '../../../src/core/ports/http.ts';
import { createFakeHttp, type FarSide, type Fault } from '../../fakes/http.ts';
import type { Chance } from './chance.ts';
import type { Story } from './story.ts';

/** `storm`: any request may be lost, answered late, or answered by something else. */
export const weathers = ['calm', 'storm', 'outage', 'failing'] as const;
export type Weather = (typeof weathers)[number];

/** How a request of the shipper ended, in the words of the lamp. */
export type Word = 'online' | 'offline' | 'failing' | 'unauthorised';

/** The network as one process uses it. */
export interface Line {
  readonly http: Http;
  /** How the last requests ended: one, or those that were on their way together. */
  readonly lastWords: ReadonlySet<Word>;
  /** When the last of them ended, in the time of the world. Milliseconds. */
  readonly lastWordMs: number;
  readonly inFlight: number;
}

export interface Network {
  weather: Weather;
  connect(): Line;
}

export interface NetworkDeps {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly story: Story;
  readonly farSide: FarSide;
}

export function createNetwork(
  deps: NetworkDeps,
  options: { readonly latencyMs: number; readonly longestMs: number },
): Network {
  const { clock, story, farSide } = deps;
  const fake = createFakeHttp({ clock });
  fake.serve(farSide);
  let weather: Weather = 'calm';

  fake.fate = () => {
    const fault = faultIn(weather, deps.chance, options.longestMs);
    if (fault !== undefined && weather === 'storm') story.tell('network', nameOf(fault));
    return fault;
  };

  return {
    get weather() {
      return weather;
    },
    set weather(next) {
      weather = next;
      story.tell('network', next);
    },
    connect: () => connect(fake, clock, options.latencyMs),
  };
}

function connect(fake: Http, clock: Clock, latencyMs: number): Line {
  let lastWords = new Set<Word>();
  let lastWordMs = 0;
  let inFlight = 0;
  return {
    get lastWords() {
      return lastWords;
    },
    get lastWordMs() {
      return lastWordMs;
    },
    get inFlight() {
      return inFlight;
    },
    http: {
      close: fake.close,
      async send(request) {
        if (isBeacon(request)) return fake.send(request);
        if (inFlight === 0) lastWords = new Set();
        inFlight += 1;
        await clock.sleep(latencyMs);
        const result = await fake.send(request);
        inFlight -= 1;
        lastWords.add(wordOf(result));
        lastWordMs = clock.wallMs();
        return result;
      },
    },
  };
}

/** What becomes of the agent's own status is no matter of the lamp. */
const isBeacon = ({ body }: HttpRequest): boolean =>
  String(body).includes('"procedure":"write","arguments":[{"alias":"agent_status"}');

/** A request that is refused as a whole is answered with one error in place of a list of answers. */
function wordOf(result: Awaited<ReturnType<Http['send']>>): Word {
  if (!result.ok) return 'offline';
  if (result.value.status !== 200) return 'failing';
  const answer: unknown = JSON.parse(Buffer.from(result.value.body).toString());
  if (Array.isArray(answer)) return 'online';
  const { error } = answer as { error: { code: number } };
  return error.code === 401 ? 'unauthorised' : 'failing';
}

function faultIn(weather: Weather, chance: Chance, longestMs: number): Fault | undefined {
  if (weather === 'calm') return undefined;
  if (weather === 'outage') return 'lost-request';
  if (weather === 'failing') {
    const retryAfter = chance.happens(0.3) ? { headers: { 'Retry-After': '3' } } : {};
    return { status: chance.pick([500, 502, 503]), ...retryAfter };
  }
  if (chance.happens(0.4)) return undefined;
  const ms = chance.between(10, chance.happens(0.2) ? longestMs : 2000);
  return chance.pick<Fault>([
    'lost-request',
    'lost-answer',
    'lost-answer',
    { delayMs: ms },
    { heldMs: ms },
    { status: 503 },
  ]);
}

function nameOf(fault: Fault): string {
  if (typeof fault === 'string') return fault;
  if ('delayMs' in fault) return 'answer delayed';
  return 'heldMs' in fault ? 'request held' : 'http error';
}

/** Longer than the agent waits for an answer. */
export const pastTimeoutMs = limits.requestMs + 5_000;
