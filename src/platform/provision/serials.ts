// Serial numbers of a model: added one by one or as ranges, and the devices that were made for them.

import { limits } from '../../core/limits.ts';
import type { Desk } from '../context.ts';
import type { Client } from '../resources/resource.ts';
import { findLiving } from '../resources/tree.ts';
import { each } from '../store/each.ts';
import { lastPart } from '../store/keys.ts';
import { deviceKey, serialKey, serialsPrefix } from '../store/vendor-keys.ts';
import type { Model } from './models.ts';
import { isWithin } from './ranges.ts';

export interface SerialRecord {
  /** What the vendor has noted. */
  readonly extra: string;
  /** The RID of the client that was made for it; absent until it is enabled. */
  readonly client?: string;
  readonly log: readonly LogEntry[];
}

export interface LogEntry {
  /** Unix seconds. */
  readonly second: number;
  /** The address of who asked. */
  readonly remote: string;
  readonly what: 'enabled' | 'activated' | 'regenerated' | 'disabled' | 'remapped';
}

/** From a device's client to its serial number. */
export interface DeviceRecord {
  readonly model: string;
  readonly sn: string;
}

export const newSerial = (extra: string): SerialRecord => ({ extra, log: [] });

/** The record, or a new one when the number lies in a range of the model. */
export async function findSerial(
  desk: Desk,
  model: Model,
  sn: string,
): Promise<SerialRecord | undefined> {
  const record = await desk.docs.get<SerialRecord>(serialKey(model.id, sn));
  if (record) return record;
  return model.ranges.some((range) => isWithin(sn, range)) ? newSerial('') : undefined;
}

export const putSerial = (desk: Desk, model: Model, sn: string, record: SerialRecord): void =>
  desk.docs.put(serialKey(model.id, sn), record);

/** The client of its device stays; it is only no device of this number any more. */
export async function removeSerial(desk: Desk, model: Model, sn: string): Promise<boolean> {
  const key = serialKey(model.id, sn);
  const record = await desk.docs.get<SerialRecord>(key);
  if (!record) return false;
  if (record.client !== undefined) desk.docs.del(deviceKey(record.client));
  desk.docs.del(key);
  return true;
}

/** The client of the device, if it lives. */
export async function deviceOf(desk: Desk, { client }: SerialRecord): Promise<Client | undefined> {
  const found = client === undefined ? undefined : await findLiving(desk, client);
  return found?.type === 'client' ? found : undefined;
}

/** The record with its client and one more line in its log, and the way back from the client. */
export function noteSerial(
  desk: Desk,
  model: Model,
  sn: string,
  noted: { readonly record: SerialRecord; readonly entry: LogEntry },
): void {
  const { record, entry } = noted;
  const log = [...record.log, entry].slice(-limits.serialLog);
  putSerial(desk, model, sn, { ...record, log });
  if (record.client === undefined) return;
  const device: DeviceRecord = { model: model.id, sn };
  desk.docs.put(deviceKey(record.client), device);
}

/** Numbers with their records, in order; those of ranges only once a device was made for them. */
export async function* serialsOf(
  desk: Desk,
  model: Model,
): AsyncGenerator<readonly [sn: string, record: SerialRecord]> {
  for await (const { key } of each(desk.tx, serialsPrefix(model.id))) {
    const record = await desk.docs.get<SerialRecord>(key);
    if (record) yield [decodeURIComponent(lastPart(key)), record];
  }
}
