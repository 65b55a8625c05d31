// Lamp: the state of the uplink, told once at each change and never in a flood.

import type { Events } from '../../core/events.ts';
import type { Failure, FailureKind } from '../../core/failure.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Journal } from '../../core/ports/journal.ts';
import type { UplinkState } from '../status.ts';

export interface Lamp {
  readonly state: UplinkState;
  readonly failure: Failure | undefined;
  readonly sinceMonoMs: number;
  /** The far side took something. */
  online(): void;
  /** A try came to nothing. */
  failed(failure: Failure): void;
  /** Nothing could be tried. */
  waits(reason: Failure): void;
  /** While paused, the other words are taken in and shown after `resume`. */
  pause(): void;
  resume(): void;
}

const stateByKind: Partial<Record<FailureKind, UplinkState>> = {
  offline: 'offline',
  timeout: 'offline',
  tls: 'offline',
  closed: 'offline',
  unauthorised: 'unauthorised',
  locked: 'locked',
  clock: 'clock',
};

interface Light {
  readonly state: UplinkState;
  readonly failure?: Failure;
}

/** Begins offline: nothing is known of the far side yet. */
export function createLamp(deps: {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly events: Events;
}): Lamp {
  const { clock, journal, events } = deps;
  let shown: Light = { state: 'offline' };
  let told = false;
  let beneath: Light | undefined;
  let sinceMonoMs = clock.monoMs();
  let downMonoMs = sinceMonoMs;
  let failures = 0;

  function show(light: Light): void {
    const changed = light.state !== shown.state || !told;
    if (changed && shown.state === 'online') downMonoMs = clock.monoMs();
    shown = light;
    if (!changed) return;
    told = true;
    sinceMonoMs = clock.monoMs();
    const { state, failure } = light;
    if (state === 'online') {
      const downMs = Math.round(sinceMonoMs - downMonoMs);
      journal.info('uplink online', { failures, downMs });
      failures = 0;
    } else if (failure) {
      journal.warn(`uplink ${state}`, { kind: failure.kind, detail: failure.detail });
    } else {
      journal.info(`uplink ${state}`);
    }
    events.emit('uplink', { state, ...(failure && { failure }) });
  }

  const become = (light: Light): void => {
    if (beneath) beneath = light;
    else show(light);
  };
  const dim = (failure: Failure): void =>
    become({ state: stateByKind[failure.kind] ?? 'failing', failure });

  return {
    get state() {
      return shown.state;
    },
    get failure() {
      return shown.failure;
    },
    get sinceMonoMs() {
      return sinceMonoMs;
    },
    online: () => become({ state: 'online' }),
    failed(failure) {
      failures += 1;
      dim(failure);
    },
    waits: dim,
    pause() {
      beneath ??= shown;
      show({ state: 'paused' });
    },
    resume() {
      if (beneath) show(beneath);
      beneath = undefined;
    },
  };
}
