// Subscriptions: who takes in what is written to a resource, found from its source.

import type { Desk } from '../context.ts';
import { each } from '../store/each.ts';
import { lastPart, subscriberKey, subscribersPrefix } from '../store/keys.ts';
import { findSource } from './access.ts';
import { type DataResource, putResource, readResource } from './resource.ts';

const nothing = new Uint8Array();

/** Enters a resource with its source, when it has one. */
export async function subscribe(desk: Desk, subscriber: DataResource): Promise<void> {
  const source = await sourceOf(desk, subscriber);
  if (!source) return;
  desk.tx.put(subscriberKey(source.rid, subscriber.rid), nothing);
  putResource(desk, { ...source, subscribers: source.subscribers + 1 });
}

/** Takes it out again: before it gets another source, or goes. */
export async function unsubscribe(desk: Desk, subscriber: DataResource): Promise<void> {
  const source = await sourceOf(desk, subscriber);
  if (!source) return;
  desk.tx.del(subscriberKey(source.rid, subscriber.rid));
  putResource(desk, { ...source, subscribers: source.subscribers - 1 });
}

/** Those who live and may still read the source. */
export async function* subscribersOf(
  desk: Desk,
  source: DataResource,
): AsyncGenerator<DataResource> {
  if (source.subscribers === 0) return;
  for await (const { key } of each(desk.tx, subscribersPrefix(source.rid))) {
    const subscriber = await readResource(desk, lastPart(key));
    if (!subscriber || subscriber.type === 'client') continue;
    if (await findSource(desk, subscriber, source.rid)) yield subscriber;
  }
}

async function sourceOf(desk: Desk, { description }: DataResource) {
  const source = description.subscribe && (await readResource(desk, description.subscribe));
  return source && source.type !== 'client' ? source : undefined;
}
