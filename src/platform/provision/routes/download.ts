// /provision/download: what a device fetches of its model.

import type { Reply } from '../../../core/ports/http-server.ts';
import { authenticate } from '../../auth/authenticate.ts';
import type { Desk } from '../../context.ts';
import { firstOf } from '../../http/form.ts';
import { textReply } from '../../replies.ts';
import { deviceKey } from '../../store/vendor-keys.ts';
import {
  type Answer,
  type Asked,
  badRequest,
  csvReply,
  field,
  forbidden,
  isTrue,
  notFound,
} from '../asked.ts';
import { contentIds, findContent } from '../contents.ts';
import { findModel, type Model } from '../models.ts';
import type { DeviceRecord } from '../serials.ts';
import { findVendor } from '../vendors.ts';
import { blobReply } from './blob-reply.ts';
import { infoFields } from './content.ts';

/** The ids of all that the device may have, and with `id` one of them: its bytes, or with `info` its row. */
export const download: Answer = async (asked) => {
  const { desk, exchange, query } = asked;
  const caller = await authenticate(desk, { cik: exchange.headers['x-exosite-cik'] ?? '' });
  if (!caller.ok) return textReply(401, 'no such key\n');
  if (caller.value.locked) return forbidden('the client is locked');
  const id = firstOf(query, 'id');
  const info = isTrue(query, 'info');
  const model = await modelOf(asked, caller.value.rid);
  // The documents name another status for information than for the content itself.
  if (!model) return info && id !== undefined ? badRequest(stranger) : forbidden(stranger);
  if (id === undefined) return list(desk, model);
  const record = await findContent(desk, model.id, id);
  if (!record) return notFound('the content');
  if (record.protected) return forbidden('the content is protected');
  return info ? csvReply([infoFields(record)]) : blobReply(asked, model.id, { id, record });
};

const stranger = 'vendor and model are not those of this device';

/** The model that the query names, when the caller is a device of it. */
async function modelOf({ desk, query }: Asked, caller: string): Promise<Model | undefined> {
  const vendor = await findVendor(desk, firstOf(query, 'vendor') ?? '');
  const model = vendor && (await findModel(desk, vendor, firstOf(query, 'model') ?? ''));
  const device = await desk.docs.get<DeviceRecord>(deviceKey(caller));
  return model && device?.model === model.id ? model : undefined;
}

async function list(desk: Desk, { id: model }: Model): Promise<Reply> {
  const rows: [string][] = [];
  for await (const id of contentIds(desk, model)) {
    const record = await findContent(desk, model, id);
    if (record && !record.protected) rows.push([field(id)]);
  }
  return csvReply(rows);
}
