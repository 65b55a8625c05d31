// Asked: one request to the provisioning API, and the forms of its answers (vendor, provision/README).

import type { Exchange, Reply } from '../../core/ports/http-server.ts';
import type { Desk } from '../context.ts';
import { firstOf, type Pair, parseForm } from '../http/form.ts';
import { textReply } from '../replies.ts';

export interface Asked {
  readonly desk: Desk;
  readonly exchange: Exchange;
  /** Empty when there is none, or it cannot be read. */
  readonly query: readonly Pair[];
}

/** Answers inside the transaction of the request; `names` is what stands for the stars of its path. */
export type Answer<T extends Asked = Asked> = (
  asked: T,
  names: readonly string[],
) => Promise<Reply>;

export const formOf = ({ exchange }: Asked): readonly Pair[] => parseForm(exchange.body) ?? [];

/** All values of a name, given as `name=…` or as `name[]=…`. */
export const allOf = (pairs: readonly Pair[], name: string): readonly string[] =>
  pairs.filter(([given]) => given === name || given === `${name}[]`).map(([, value]) => value);

export const isTrue = (pairs: readonly Pair[], ...names: readonly string[]): boolean =>
  names.some((name) => firstOf(pairs, name) === 'true');

/** What the vendor answers to every change. */
export const reset: Reply = { status: 205 };
export const empty: Reply = { status: 204 };

/** One row a line, without a last line feed: clients use an answer of one row as it comes. */
export const csvReply = (rows: readonly (readonly (string | number | boolean)[])[]): Reply => ({
  status: 200,
  headers: { 'content-type': 'text/csv; charset=utf-8' },
  body: rows.map((row) => row.join(',')).join('\n'),
});

/** Free text as a field: what has no comma and no line feed stays as it is but for spaces and the like. */
export const field = encodeURIComponent;

/** The rows of a text/csv body: the first comma ends the first field, so that free text may hold more. */
export function rowsOf({ exchange }: Asked): readonly (readonly [first: string, rest: string])[] {
  const lines = Buffer.from(exchange.body).toString('utf8').split(/\r?\n/);
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const comma = line.indexOf(',');
      if (comma < 0) return [line.trim(), ''];
      return [line.slice(0, comma).trim(), line.slice(comma + 1).trim()];
    });
}

/** The type of the body without its parameters. */
export const bodyType = ({ exchange }: Asked): string =>
  (exchange.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

export const notFound = (what: string): Reply => textReply(404, `${what} is not there\n`);
export const conflict = (why: string): Reply => textReply(409, `${why}\n`);
export const badRequest = (why: string): Reply => textReply(400, `${why}\n`);
export const forbidden = (why: string): Reply => textReply(403, `${why}\n`);

const pageMin = 5;
const pageMax = 1000;

/** `offset` and `limit` of a list; the limit is brought between 5 and 1000. */
export function pageOf({ query }: Asked): { readonly offset: number; readonly limit: number } {
  const number = (name: string, otherwise: number) => {
    const given = Number(firstOf(query, name) ?? otherwise);
    return Number.isSafeInteger(given) && given >= 0 ? given : otherwise;
  };
  const limit = Math.min(pageMax, Math.max(pageMin, number('limit', pageMax)));
  return { offset: number('offset', 0), limit };
}
