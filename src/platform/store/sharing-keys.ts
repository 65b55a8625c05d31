// The keys of what reaches across subtrees: shares, grants and tags. See docs/platform-store.md.

import type { ResourceType } from '../../wire/onep.ts';

// Codes and tokens are secrets: like CIKs they are found by a keyed hash.
export const shareKey = (index: string): string => `hc/${index}`;
export const grantKey = (index: string): string => `hg/${index}`;

export const sharesPrefix = (rid: string): string => `hr/${rid}/`;
export const shareOfKey = (rid: string, index: string): string => `${sharesPrefix(rid)}${index}`;

export const activationsPrefix = (client: string): string => `ha/${client}/`;
export const activationKey = (client: string, rid: string): string =>
  `${activationsPrefix(client)}${rid}`;

export const grantsPrefix = (client: string): string => `ho/${client}/`;
export const grantOfKey = (client: string, index: string): string =>
  `${grantsPrefix(client)}${index}`;

export interface Tag {
  readonly rid: string;
  readonly type: ResourceType;
  /** The client that gave it. */
  readonly client: string;
  readonly tag: string;
}

export const tagsOfTypePrefix = (type: ResourceType): string => `lr/${type}/`;
export const tagsPrefix = ({ type, rid }: Pick<Tag, 'type' | 'rid'>): string =>
  `${tagsOfTypePrefix(type)}${rid}/`;
export const tagKey = (tag: Tag): string =>
  `${tagsPrefix(tag)}${encodeURIComponent(tag.tag)}/${tag.client}`;

export const taggedPrefix = (client: string): string => `lc/${client}/`;
export const taggedKey = ({ client, type, rid, tag }: Tag): string =>
  `${taggedPrefix(client)}${type}/${rid}/${encodeURIComponent(tag)}`;
