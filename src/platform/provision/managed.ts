// Managed: answers that only a vendor gets, for itself or for one of its models.

import { textReply } from '../replies.ts';
import { type Answer, type Asked, forbidden, notFound } from './asked.ts';
import { findModel, type Model } from './models.ts';
import { findManager, nameOf, type Vendor } from './vendors.ts';

export interface Managed extends Asked {
  readonly vendor: Vendor;
}

export interface OfModel extends Asked {
  readonly vendor: Vendor;
  readonly model: Model;
}

/** 401 without a key that is known, 403 for a locked client. */
export const managed =
  (answer: Answer<Managed>): Answer =>
  async (asked, names) => {
    const manager = await findManager(asked.desk, asked.exchange.headers);
    if (!manager) return textReply(401, 'no such key or token\n');
    if (manager.locked) return forbidden('the client is locked');
    const vendor = { client: manager.rid, name: await nameOf(asked.desk, manager.rid) };
    return answer({ ...asked, vendor }, names);
  };

/** 404 for a model that the vendor does not have; the first name is the model's, the rest is handed on. */
export const ofModel = (answer: Answer<OfModel>): Answer =>
  managed(async (asked, [name = '', ...rest]) => {
    const model = await findModel(asked.desk, asked.vendor.client, name);
    return model ? answer({ ...asked, model }, rest) : notFound('the model');
  });
