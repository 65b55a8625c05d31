// Device: a sensor board on a serial line that sends JSON lines, in pieces, with noise now and then.

import type { Value } from '../../../src/core/point.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import type { FakeDevice, FakeLinks } from '../../fakes/links.ts';
import type { Chance } from './chance.ts';
import type { ChannelPlan, SensorPlan } from './plan.ts';
import type { Truth } from './truth.ts';

export interface Device {
  readonly path: string;
  begin(): void;
  /** It falls silent for good. */
  end(): void;
  unplug(): void;
  plug(): void;
  /** The agent's life of this number has opened the port. */
  opened(life: number): void;
}

export interface DeviceDeps {
  /** The time of the world. */
  readonly clock: Clock;
  readonly chance: Chance;
  readonly links: FakeLinks;
  readonly truth: Truth;
}

/** What the agent can know of the line since it opened the port. */
interface Opening {
  readonly life: number;
  /** Before the first delimiter it cannot know where a line begins. */
  delimited: boolean;
}

export function createDevice(
  { clock, chance, links, truth }: DeviceDeps,
  plan: SensorPlan,
): Device {
  const path = `/dev/${plan.name}`;
  const identity = { vid: '0403', pid: '6001', serial: plan.name };
  let port: FakeDevice = links.plug(path, identity);
  let opening: Opening | undefined;
  let number = 0;
  let silent = false;
  let plugged = true;

  const heard = (): Opening | undefined => (port.openedWith ? opening : undefined);

  /** Sends the last piece of a line: only now can it be a frame. */
  function finish(text: string, begunIn: Opening | undefined, values: readonly Value[]): void {
    const now = heard();
    const life = now !== undefined && now === begunIn && now.delimited ? now.life : undefined;
    for (const [i, { name }] of plan.channels.entries()) {
      truth.say(name, { value: values[i] as Value, atMs: clock.wallMs(), life });
    }
    port.send(text);
    if (now) now.delimited = true;
  }

  function sendLine(): void {
    number += 1;
    const values = plan.channels.map((channel) => sayingOf(channel, number));
    const pairs = plan.channels.map(({ name }, i) => [name, values[i]]);
    const line = `${JSON.stringify(Object.fromEntries(pairs))}\n`;
    const begunIn = heard();
    const cut = chance.whole(0, line.length - 1);
    port.send(line.slice(0, cut));
    const rest = line.slice(cut);
    if (chance.happens(0.7)) finish(rest, begunIn, values);
    else clock.after(chance.between(1, plan.everyMs / 3), () => finish(rest, begunIn, values));
  }

  function sendNoise(): void {
    // The first byte makes sure that noise is never a number by accident.
    port.send(Uint8Array.from([0xff, ...chance.bytes(chance.whole(1, 40)), 0x0a]));
    const now = heard();
    if (now) now.delimited = true;
  }

  function schedule(): void {
    clock.after(plan.everyMs * chance.between(0.9, 1.1), () => {
      if (silent) return;
      if (chance.happens(0.03)) sendNoise();
      sendLine();
      schedule();
    });
  }

  return {
    path,
    begin: schedule,
    end() {
      silent = true;
    },
    unplug() {
      plugged = false;
      port.unplug();
    },
    plug() {
      if (plugged) return;
      plugged = true;
      port = links.plug(path, identity);
    },
    opened(life) {
      opening = { life, delimited: false };
    },
  };
}

/** No two lines of a device carry the same value, so that a point tells where it comes from. */
function sayingOf({ format }: ChannelPlan, number: number): Value {
  if (format === 'integer') return number;
  return format === 'float' ? Number((number * 0.1).toFixed(1)) : `n${number}`;
}
