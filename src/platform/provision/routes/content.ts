// /provision/manage/content/: what a vendor keeps for the devices of a model.

import { firstOf, type Pair } from '../../http/form.ts';
import { isAlias } from '../../resources/aliases.ts';
import {
  type Answer,
  badRequest,
  conflict,
  csvReply,
  field,
  formOf,
  isTrue,
  notFound,
  reset,
} from '../asked.ts';
import {
  type ContentRecord,
  contentIds,
  findContent,
  putContent,
  removeContent,
  writeBlob,
} from '../contents.ts';
import { type OfModel, ofModel } from '../managed.ts';
import { blobReply } from './blob-reply.ts';

export const infoFields = ({ type, size, updated, meta }: ContentRecord) =>
  [type, size, updated, field(meta)] as const;

export const listContents = ofModel(async ({ desk, model }) => {
  const rows: [string][] = [];
  for await (const id of contentIds(desk, model.id)) rows.push([field(id)]);
  return csvReply(rows);
});

/** Creates an entry, without bytes yet, or with `delete` takes one away. */
export const changeContents = ofModel(async (asked) => {
  const form = formOf(asked);
  const id = firstOf(form, 'id');
  if (id === undefined || !isAlias(id)) return badRequest('no id is given');
  if (isTrue(form, 'delete')) return remove(asked, [id]);
  return create(asked, id, form);
});

async function create({ desk, model }: OfModel, id: string, form: readonly Pair[]) {
  if (await findContent(desk, model.id, id)) return conflict('the content is there already');
  putContent(desk, model.id, id, {
    type: '',
    size: 0,
    updated: desk.nowSecond,
    meta: firstOf(form, 'meta') ?? firstOf(form, 'description') ?? '',
    protected: isTrue(form, 'protected'),
  });
  return reset;
}

/** Its information, or with `download` its bytes. */
export const showContent = ofModel(async (asked, [id = '']) => {
  const record = await findContent(asked.desk, asked.model.id, id);
  if (!record) return notFound('the content');
  if (isTrue(asked.query, 'download')) return blobReply(asked, asked.model.id, { id, record });
  return csvReply([[...infoFields(record), record.protected]]);
});

export const uploadContent = ofModel(async ({ desk, model, exchange }, [id = '']) => {
  const record = await findContent(desk, model.id, id);
  if (!record) return notFound('the content');
  await writeBlob(desk, model.id, id, exchange.body);
  const type = exchange.headers['content-type'] ?? 'application/octet-stream';
  const size = exchange.body.length;
  putContent(desk, model.id, id, { ...record, type, size, updated: desk.nowSecond });
  return reset;
});

const remove: Answer<OfModel> = async ({ desk, model }, [id = '']) => {
  if (!(await findContent(desk, model.id, id))) return notFound('the content');
  await removeContent(desk, model.id, id);
  return reset;
};

export const dropContent = ofModel(remove);
