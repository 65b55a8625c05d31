// /provision/manage/model/<model>/: the serial numbers of a model, one by one, as lists and as ranges.

import { limits } from '../../../core/limits.ts';
import type { Reply } from '../../../core/ports/http-server.ts';
import { firstOf } from '../../http/form.ts';
import { jsonReply } from '../../replies.ts';
import { isAlias } from '../../resources/aliases.ts';
import {
  allOf,
  badRequest,
  bodyType,
  conflict,
  csvReply,
  field,
  formOf,
  isTrue,
  pageOf,
  reset,
  rowsOf,
} from '../asked.ts';
import { type OfModel, ofModel } from '../managed.ts';
import { putModel } from '../models.ts';
import { parseRanges, type Range, sameRange } from '../ranges.ts';
import { findSerial, newSerial, putSerial, removeSerial, serialsOf } from '../serials.ts';

/** `sn,rid,extra` a line, or with `show=ranges` the ranges as JSON. */
export const listSerials = ofModel(async (asked) => {
  const { desk, model, query } = asked;
  if (firstOf(query, 'show') === 'ranges') return jsonReply(200, JSON.stringify(model.ranges));
  const { offset, limit } = pageOf(asked);
  const rows: string[][] = [];
  let at = 0;
  for await (const [sn, { client = '', extra }] of serialsOf(desk, model)) {
    if (at >= offset) rows.push([field(sn), client, field(extra)]);
    at += 1;
    if (rows.length === limit) break;
  }
  return csvReply(rows);
});

/** Adds or, with `delete` or `remove`, takes away: a form, a list in CSV, or ranges in JSON. */
export const changeSerials = ofModel(async (asked) => {
  if (isRanges(asked)) return addRanges(asked);
  if (bodyType(asked) === 'text/csv') return addAll(asked, rowsOf(asked));
  const form = formOf(asked);
  const numbers = allOf(form, 'sn');
  if (isTrue(form, 'delete', 'remove')) return removeAll(asked, numbers);
  const extra = firstOf(form, 'extra') ?? '';
  return addAll(
    asked,
    numbers.map((sn) => [sn, extra]),
  );
});

/** A list in CSV, or ranges in JSON. */
export const removeSerials = ofModel(async (asked) => {
  if (isRanges(asked)) return removeRanges(asked);
  const numbers = rowsOf(asked).map(([sn]) => sn);
  return removeAll(asked, numbers);
});

const isRanges = (asked: OfModel): boolean =>
  /^application\/(javascript|json)$/.test(bodyType(asked));

/** All of them or, when one is there already, none. */
async function addAll(
  { desk, model }: OfModel,
  rows: readonly (readonly [sn: string, extra: string])[],
): Promise<Reply> {
  if (rows.length === 0 || !rows.every(([sn]) => isAlias(sn)))
    return badRequest('no serial number');
  for (const [sn] of rows) {
    if (await findSerial(desk, model, sn)) return conflict(`${sn} is there already`);
  }
  for (const [sn, extra] of rows) putSerial(desk, model, sn, newSerial(extra));
  return reset;
}

async function removeAll({ desk, model }: OfModel, numbers: readonly string[]): Promise<Reply> {
  if (numbers.length === 0) return badRequest('no serial number');
  for (const sn of numbers) await removeSerial(desk, model, sn);
  return reset;
}

const noRanges = badRequest(
  'expected {"ranges": [{"format", "length", "casing", "first", "last"}]}',
);

const addRanges: (asked: OfModel) => Reply = ({ desk, model, exchange }) => {
  const added = parseRanges(exchange.body);
  if (!added) return noRanges;
  const ranges = [...without(model.ranges, added), ...added];
  if (ranges.length > limits.serialRanges) return conflict('the model has too many ranges');
  putModel(desk, { ...model, ranges });
  return reset;
};

const removeRanges: (asked: OfModel) => Reply = ({ desk, model, exchange }) => {
  const gone = parseRanges(exchange.body);
  if (!gone) return noRanges;
  putModel(desk, { ...model, ranges: without(model.ranges, gone) });
  return reset;
};

const without = (ranges: readonly Range[], gone: readonly Range[]): readonly Range[] =>
  ranges.filter((range) => !gone.some((other) => sameRange(range, other)));
