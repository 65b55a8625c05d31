// /provision/manage/model/ and /provision/manage/model/<model>: what a vendor's devices are made from.

import { firstOf, formText, type Pair } from '../../http/form.ts';
import { isAlias } from '../../resources/aliases.ts';
import { each } from '../../store/each.ts';
import { lastPart } from '../../store/keys.ts';
import { modelsPrefix } from '../../store/vendor-keys.ts';
import {
  allOf,
  badRequest,
  conflict,
  csvReply,
  forbidden,
  formOf,
  isTrue,
  notFound,
  reset,
} from '../asked.ts';
import { findTemplate } from '../devices.ts';
import { type Managed, managed, ofModel } from '../managed.ts';
import {
  type CloneOption,
  cloneOptions,
  findModel,
  newModelId,
  putModel,
  removeModel,
  type Template,
} from '../models.ts';

export const listModels = managed(async ({ desk, vendor }) => {
  const rows: [string][] = [];
  for await (const { key } of each(desk.tx, modelsPrefix(vendor.client)))
    rows.push([lastPart(key)]);
  return csvReply(rows);
});

/** Creates a model, or with `delete` takes one away. */
export const changeModels = managed(async (asked) => {
  const { desk, vendor } = asked;
  const form = formOf(asked);
  const name = firstOf(form, 'model');
  if (name === undefined || !isAlias(name)) return badRequest('no model is named');
  const model = await findModel(desk, vendor.client, name);
  if (isTrue(form, 'delete')) {
    if (!model) return notFound('the model');
    removeModel(desk, model);
    return reset;
  }
  if (vendor.name === undefined) return forbidden('register a vendor name first');
  if (model) return conflict('the model is there already');
  const template = await templateOf(asked, form);
  if (!template) return badRequest('rid or code names no client of the vendor');
  const id = newModelId(desk);
  const { client } = vendor;
  putModel(desk, { client, name, id, template, options: optionsOf(form), ranges: [] });
  return reset;
});

export const showModel = ofModel(async ({ desk, model: { client, template, options } }) => {
  const named: Pair =
    'rid' in template
      ? ['rid', template.rid]
      : ['code', desk.vault.open(template.sealedCode, client) ?? ''];
  // The brackets stay as they are: this is how the documents print them.
  const chosen = options.map((option) => `options[]=${option}`);
  const body = [formText([named]), ...chosen].join('&');
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  return { status: 200, headers, body };
});

export const updateModel = ofModel(async (asked) => {
  const form = formOf(asked);
  const template = await templateOf(asked, form);
  if (!template) return badRequest('rid or code names no client of the vendor');
  putModel(asked.desk, { ...asked.model, template, options: optionsOf(form) });
  return reset;
});

export const dropModel = ofModel(async ({ desk, model }) => {
  removeModel(desk, model);
  return reset;
});

/** The template that a form names, if it is there. */
async function templateOf(
  { desk, vendor }: Managed,
  form: readonly Pair[],
): Promise<Template | undefined> {
  const [rid, code] = [firstOf(form, 'rid'), firstOf(form, 'code')];
  if ((rid === undefined) === (code === undefined)) return undefined;
  const sealedCode = desk.vault.seal(code ?? '', vendor.client);
  const template = rid === undefined ? { sealedCode } : { rid };
  return (await findTemplate(desk, vendor.client, template)) ? template : undefined;
}

const optionsOf = (form: readonly Pair[]): readonly CloneOption[] => {
  const given = new Set(allOf(form, 'options'));
  return cloneOptions.filter((option) => given.has(option));
};
