// Devices: clients that are made from the template of a model, for one serial number each.

import type { Reply } from '../../core/ports/http-server.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { awaitActivation } from '../auth/client-key.ts';
import { cloneResource } from '../cloning/clone.ts';
import type { Desk } from '../context.ts';
import type { Client } from '../resources/resource.ts';
import { findLiving, findWithin } from '../resources/tree.ts';
import { findShare, isOpen } from '../sharing/shares.ts';
import { conflict, forbidden } from './asked.ts';
import type { Model, Template } from './models.ts';

export interface DeviceOrder {
  readonly model: Model;
  readonly sn: string;
  /** The registered name of the vendor, for the device's meta. */
  readonly vendor: string;
  /** The RID of the client that is to own the device: the vendor's own, or one below. */
  readonly owner: string;
}

/** The RID of the new client, which nobody can use before it is activated. */
export async function makeDevice(desk: Desk, order: DeviceOrder): Promise<Result<string, Reply>> {
  const { model, sn, vendor } = order;
  const owner = await findWithin(desk, model.client, order.owner);
  if (owner?.type !== 'client') return err(forbidden('the owner is no client of the vendor'));
  const template = await findTemplate(desk, model.client, model.template);
  if (!template) return err(conflict('the template of the model is gone'));
  const made = await cloneResource(desk, {
    template,
    owner,
    reader: model.client,
    noaliases: model.options.includes('noaliases'),
    nohistorical: model.options.includes('nohistorical'),
  });
  if (!made.ok) return err(conflict(made.failure));
  const client = made.value as Client;
  const device = { type: 'vendor', vendor, model: model.name, sn };
  const description = { ...client.description, meta: JSON.stringify({ device }) };
  awaitActivation(desk, { ...client, description });
  return ok(client.rid);
}

/** A client that the vendor rules, or one whose share code nobody has activated. */
export async function findTemplate(
  desk: Desk,
  vendor: string,
  template: Template,
): Promise<Client | undefined> {
  const client = await ('rid' in template
    ? findWithin(desk, vendor, template.rid)
    : findShared(desk, desk.vault.open(template.sealedCode, vendor) ?? ''));
  return client?.type === 'client' ? client : undefined;
}

async function findShared(desk: Desk, code: string) {
  const share = await findShare(desk, code);
  return share?.uses === 0 && isOpen(desk, share) ? findLiving(desk, share.rid) : undefined;
}
