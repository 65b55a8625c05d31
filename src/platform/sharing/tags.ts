// Tags: words that clients give to resources which they can read (seed 003, "tag"; checklist O22).

import type { ResourceType } from '../../wire/onep.ts';
import { each } from '../store/each.ts';
import {
  type Tag,
  taggedKey,
  taggedPrefix,
  tagKey,
  tagsOfTypePrefix,
  tagsPrefix,
} from '../store/sharing-keys.ts';
import type { Transaction } from '../store/transaction.ts';

const nothing = new Uint8Array();

export function putTag(tx: Transaction, tag: Tag): void {
  tx.put(tagKey(tag), nothing);
  tx.put(taggedKey(tag), nothing);
}

export function deleteTag(tx: Transaction, tag: Tag): void {
  tx.del(tagKey(tag));
  tx.del(taggedKey(tag));
}

/** The tags of a resource, by whom they were given. */
export async function* tagsOf(
  tx: Transaction,
  { type, rid }: Pick<Tag, 'type' | 'rid'>,
): AsyncGenerator<Tag> {
  for await (const { key } of each(tx, tagsPrefix({ type, rid }))) {
    const [, , , tag = '', client = ''] = key.split('/');
    yield { type, rid, tag: decodeURIComponent(tag), client };
  }
}

/** What a client has tagged. */
export async function* taggedBy(tx: Transaction, client: string): AsyncGenerator<Tag> {
  for await (const { key } of each(tx, taggedPrefix(client))) {
    const [, , type, rid = '', tag = ''] = key.split('/');
    yield { type: type as ResourceType, rid, tag: decodeURIComponent(tag), client };
  }
}

/** The RIDs of all resources of a type that somebody has tagged, each once. */
export async function* taggedOfType(tx: Transaction, type: ResourceType): AsyncGenerator<string> {
  let last = '';
  for await (const { key } of each(tx, tagsOfTypePrefix(type))) {
    const [, , rid = ''] = key.split('/');
    if (rid !== last) yield rid;
    last = rid;
  }
}
