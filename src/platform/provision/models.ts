// Models: what devices of one kind are made from, and which serial numbers they may have.

import { type Desk, newId } from '../context.ts';
import { garbageKey } from '../store/keys.ts';
import { modelKey } from '../store/vendor-keys.ts';
import type { Range } from './ranges.ts';

export const cloneOptions = ['noaliases', 'nocomments', 'nohistorical'] as const;
export type CloneOption = (typeof cloneOptions)[number];

/** What is cloned for each device: a client of the vendor, or one whose share code the vault sealed. */
export type Template = { readonly rid: string } | { readonly sealedCode: string };

export interface ModelRecord {
  /** Names everything of the model in the store: a name that is used again begins empty. */
  readonly id: string;
  readonly template: Template;
  readonly options: readonly CloneOption[];
  readonly ranges: readonly Range[];
}

export interface Model extends ModelRecord {
  readonly client: string;
  readonly name: string;
}

export async function findModel(
  desk: Desk,
  client: string,
  name: string,
): Promise<Model | undefined> {
  const record = await desk.docs.get<ModelRecord>(modelKey(client, name));
  return record && { ...record, client, name };
}

export function putModel(desk: Desk, { client, name, ...record }: Model): void {
  desk.docs.put(modelKey(client, name), record);
}

export const newModelId = (desk: Desk): string => newId(desk.random);

/** Its serial numbers and its content go with it, in the sweeper's time; its devices stay. */
export function removeModel(desk: Desk, { client, name, id }: Model): void {
  desk.docs.del(modelKey(client, name));
  desk.tx.put(garbageKey(id), new Uint8Array());
  desk.garbage.add(id);
}
