// /provision/manage/model/<model>/<sn>: the device of a serial number, and the life of its key.

import type { Reply } from '../../../core/ports/http-server.ts';
import { awaitActivation, expireKey, keyState } from '../../auth/client-key.ts';
import { firstOf } from '../../http/form.ts';
import { textReply } from '../../replies.ts';
import {
  badRequest,
  conflict,
  csvReply,
  empty,
  field,
  forbidden,
  formOf,
  isTrue,
  notFound,
  reset,
} from '../asked.ts';
import { makeDevice } from '../devices.ts';
import { type OfModel, ofModel } from '../managed.ts';
import {
  deviceOf,
  findSerial,
  type LogEntry,
  noteSerial,
  putSerial,
  removeSerial,
  type SerialRecord,
} from '../serials.ts';

/** `status,rid,extra`, 204 before it is enabled, 409 when its client was dropped; or `show=log`. */
export const showSerial = ofModel(async ({ desk, model, query }, [sn = '']) => {
  const record = await findSerial(desk, model, sn);
  if (!record) return notFound('the serial number');
  if (firstOf(query, 'show') === 'log') {
    const rows = record.log.map(({ second, remote, what }) => [second, field(remote), what]);
    return rows.length === 0 ? empty : csvReply(rows);
  }
  if (record.client === undefined) return empty;
  const client = await deviceOf(desk, record);
  if (!client) return conflict('the client of this serial number was dropped');
  return csvReply([[keyState(desk, client), client.rid, field(record.extra)]]);
});

interface OfSerial extends OfModel {
  readonly sn: string;
  readonly record: SerialRecord;
}

/** `enable` with an owner, with `oldsn`, or alone; or `disable`. */
export const changeSerial = ofModel(async (asked, [sn = '']) => {
  const form = formOf(asked);
  const record = await findSerial(asked.desk, asked.model, sn);
  if (!record) return notFound('the serial number');
  const serial = { ...asked, sn, record };
  if (isTrue(form, 'disable')) return disable(serial);
  if (!isTrue(form, 'enable')) return badRequest('expected enable=true or disable=true');
  const owner = firstOf(form, 'owner');
  if (owner !== undefined) return enable(serial, owner);
  const old = firstOf(form, 'oldsn');
  return old === undefined ? regenerate(serial) : remap(serial, old);
});

export const dropSerial = ofModel(async ({ desk, model }, [sn = '']) =>
  (await removeSerial(desk, model, sn)) ? reset : notFound('the serial number'),
);

/** Makes the client from the template of the model, and opens a day in which it may be activated. */
async function enable(asked: OfSerial, owner: string): Promise<Reply> {
  const { desk, model, sn, record, vendor } = asked;
  if (vendor.name === undefined) return forbidden('register a vendor name first');
  if (await deviceOf(desk, record)) return conflict('the serial number has a client already');
  const made = await makeDevice(desk, { model, sn, vendor: vendor.name, owner });
  if (!made.ok) return made.failure;
  note(asked, 'enabled', { ...record, client: made.value });
  return textReply(200, made.value, { 'content-type': 'text/csv; charset=utf-8' });
}

/** A new CIK, to be activated within a day; the old one opens nothing from now on. */
async function regenerate(asked: OfSerial): Promise<Reply> {
  const client = await deviceOf(asked.desk, asked.record);
  if (!client) return conflict('the serial number was not enabled with an owner yet');
  awaitActivation(asked.desk, client);
  note(asked, 'regenerated', asked.record);
  return reset;
}

async function disable(asked: OfSerial): Promise<Reply> {
  const client = await deviceOf(asked.desk, asked.record);
  if (!client) return conflict('the serial number is not enabled');
  expireKey(asked.desk, client);
  note(asked, 'disabled', asked.record);
  return reset;
}

/** Another number takes the client over, and its device must be activated anew. */
async function remap(asked: OfSerial, oldSn: string): Promise<Reply> {
  const { desk, model, record } = asked;
  if (await deviceOf(desk, record)) return conflict('the serial number has a client already');
  const old = await findSerial(desk, model, oldSn);
  const client = old && (await deviceOf(desk, old));
  if (!client) return conflict('the old serial number has no client');
  const { client: _, ...freed } = old;
  putSerial(desk, model, oldSn, freed);
  awaitActivation(desk, client);
  note(asked, 'remapped', { ...record, client: client.rid });
  return reset;
}

function note(
  { desk, model, exchange, sn }: OfSerial,
  what: LogEntry['what'],
  record: SerialRecord,
) {
  const entry = { second: desk.nowSecond, remote: exchange.remote, what };
  noteSerial(desk, model, sn, { record, entry });
}
