// What a dropped client or model leaves in provisioning: swept with the rest of it, in bounded steps.

import { limits } from '../../core/limits.ts';
import type { Desk } from '../context.ts';
import { garbageKey, under } from '../store/keys.ts';
import {
  deviceKey,
  modelsPrefix,
  tokensPrefix,
  vendorKey,
  vendorNameKey,
  vendorPrefix,
  vendorTokenKey,
} from '../store/vendor-keys.ts';
import type { ModelRecord } from './models.ts';
import type { TokenRecord, VendorLink, VendorRecord } from './vendors.ts';

/** Sweeps a part; whether more may be there. `id` is the RID of a client, or the id of a model. */
export async function sweepProvisioning(desk: Desk, id: string): Promise<boolean> {
  const limit = limits.sweepKeys;
  const entries = await desk.tx.range(under(vendorPrefix(id)), { limit });
  for (const { key } of entries) {
    await unlink(desk, id, key);
    desk.tx.del(key);
  }
  desk.docs.del(deviceKey(id));
  return entries.length === limit;
}

/** Takes away what leads to a record of a vendor; the things of its models become garbage in turn. */
async function unlink(desk: Desk, client: string, key: string): Promise<void> {
  if (key === vendorKey(client)) {
    const { name = '' } = (await desk.docs.get<VendorRecord>(key)) ?? {};
    const link = await desk.docs.get<VendorLink>(vendorNameKey(name));
    // Another client may have taken the name since.
    if (link?.client === client) desk.docs.del(vendorNameKey(name));
  } else if (key.startsWith(tokensPrefix(client))) {
    const token = await desk.docs.get<TokenRecord>(key);
    if (token) desk.docs.del(vendorTokenKey(token.index));
  } else if (key.startsWith(modelsPrefix(client))) {
    const model = await desk.docs.get<ModelRecord>(key);
    if (model) desk.tx.put(garbageKey(model.id), new Uint8Array());
  }
}
