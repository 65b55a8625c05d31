// /provision/activate: a device that knows its vendor, model and serial number fetches its key.

import { activateKey, cikOf, keyState } from '../../auth/client-key.ts';
import { firstOf } from '../../http/form.ts';
import { textReply } from '../../replies.ts';
import { type Answer, conflict, formOf, notFound } from '../asked.ts';
import { findModel } from '../models.ts';
import { deviceOf, findSerial, noteSerial } from '../serials.ts';
import { findVendor } from '../vendors.ts';

/** Once for each time that the vendor enables it, and within a day of that: 409 otherwise. */
export const activate: Answer = async (asked) => {
  const { desk, exchange } = asked;
  const form = formOf(asked);
  const given = (name: string) => firstOf(form, name) ?? '';
  const vendor = await findVendor(desk, given('vendor'));
  const model = vendor && (await findModel(desk, vendor, given('model')));
  const sn = given('sn');
  const record = model && (await findSerial(desk, model, sn));
  if (!record) return notFound('the device');
  const client = await deviceOf(desk, record);
  const cik = client && cikOf(desk, client);
  if (!cik || keyState(desk, client) !== 'notactivated') {
    return conflict('the device is not enabled, or was activated already');
  }
  activateKey(desk, client);
  const entry = { second: desk.nowSecond, remote: exchange.remote, what: 'activated' } as const;
  noteSerial(desk, model, sn, { record, entry });
  return textReply(200, cik);
};
