// Registry: the kinds of sources. A new kind is a folder with its schema and factory, and a line here.

import * as z from 'zod';
import { createGpioSource } from './gpio/gpio.ts';
import { gpioSchema } from './gpio/settings.ts';
import { createSerialSource } from './serial/serial.ts';
import { serialSchema } from './serial/settings.ts';
import type { Source, SourceDeps } from './source.ts';
import { createSyntheticSource, syntheticSchema } from './synthetic/synthetic.ts';

const kind = <S extends z.ZodObject>(
  schema: S,
  create: (deps: SourceDeps, settings: z.infer<S>) => Source,
) => ({ schema, create });

/** Every kind of source: the schema of its settings, and what makes one from them. */
export const sourceKinds = {
  serial: kind(serialSchema, createSerialSource),
  gpio: kind(gpioSchema, createGpioSource),
  synthetic: kind(syntheticSchema, createSyntheticSource),
};

/** One entry of `sensors:` in the settings file. */
export const sensorSchema = z.discriminatedUnion('kind', [
  sourceKinds.serial.schema,
  sourceKinds.gpio.schema,
  sourceKinds.synthetic.schema,
]);

/** The settings of one source, checked, with defaults filled in. */
export type SensorSettings = z.infer<typeof sensorSchema>;

/** Makes a source; it senses nothing before `start`. */
export function createSource(deps: SourceDeps, settings: SensorSettings): Source {
  // The schema made sure that the settings are those of this kind; the type of a union cannot say so.
  const create = sourceKinds[settings.kind].create as (d: SourceDeps, s: SensorSettings) => Source;
  return create(deps, settings);
}
