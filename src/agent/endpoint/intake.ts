// Intake: values that a local script hands in, on the same way as those of a source.

import { failure } from '../../core/failure.ts';
import type { Reading } from '../../core/point.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { done, err, type Result } from '../../core/result.ts';
import { fromText } from '../../sensors/decode/convert.ts';
import type { Channels } from '../channels.ts';
import type { Sampler } from '../sampler.ts';
import type { AliasValue } from './form.ts';

export interface IntakeDeps {
  readonly clock: Clock;
  readonly channels: Channels;
  readonly sampler: Sampler;
}

/**
 * Takes all of the pairs or none, and resolves when they are durable. Failures: `not-found` for an
 * unknown alias, `invalid` for a value that its channel cannot carry, `store` when the commit failed
 * (the values are kept in memory and tried again).
 */
export async function takeIn(
  pairs: readonly AliasValue[],
  { clock, channels, sampler }: IntakeDeps,
): Promise<Result<void>> {
  const monoMs = clock.monoMs();
  const readings: Reading[] = [];
  for (const { alias, value: text } of pairs) {
    const channel = channels.byAlias(alias);
    if (channel === undefined)
      return err(failure('not-found', `no channel has the alias ${alias}`));
    const { format } = channel.settings;
    const value = fromText(text, format);
    if (value === undefined)
      return err(failure('invalid', `${alias} takes a value of type ${format}`));
    readings.push({ channel: channel.name, value, monoMs });
  }
  sampler.push(readings);
  const durable = await sampler.durable(monoMs);
  return durable ? done : err(failure('store', 'the store did not take the values yet'));
}
