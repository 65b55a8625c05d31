// The provisioning API: devices get their key by vendor, model and serial number (vendor, provision/README).
//
// A request is one transaction; the routes name every path and what answers it.

import type { Exchange, Handler, Reply } from '../../core/ports/http-server.ts';
import { parseForm } from '../http/form.ts';
import type { KeyDeps } from '../http/key-header.ts';
import type { Office } from '../office.ts';
import { textReply, tooMany } from '../replies.ts';
import type { Answer } from './asked.ts';
import { activate } from './routes/activate.ts';
import {
  changeContents,
  dropContent,
  listContents,
  showContent,
  uploadContent,
} from './routes/content.ts';
import { download } from './routes/download.ts';
import { changeModels, dropModel, listModels, showModel, updateModel } from './routes/model.ts';
import {
  changeTokens,
  dropToken,
  listTokens,
  registerVendor,
  showToken,
  showVendor,
} from './routes/register.ts';
import { changeSerial, dropSerial, showSerial } from './routes/serial.ts';
import { changeSerials, listSerials, removeSerials } from './routes/serials.ts';

export const provisionPrefix = '/provision/';

type Methods = Readonly<Record<string, Answer>>;

/** Below the prefix. A star stands for a name, which is not empty; a slash at the end matters. */
const routes: readonly (readonly [path: string, methods: Methods])[] = [
  ['activate', { POST: activate }],
  ['download', { GET: download }],
  ['register', { GET: showVendor, POST: registerVendor }],
  ['admin/auth/', { GET: listTokens, POST: changeTokens }],
  ['admin/auth/*', { GET: showToken, DELETE: dropToken }],
  ['manage/model/', { GET: listModels, POST: changeModels }],
  ['manage/model/*', { GET: showModel, PUT: updateModel, DELETE: dropModel }],
  ['manage/model/*/', { GET: listSerials, POST: changeSerials, DELETE: removeSerials }],
  ['manage/model/*/*', { GET: showSerial, POST: changeSerial, DELETE: dropSerial }],
  ['manage/content/*/', { GET: listContents, POST: changeContents }],
  ['manage/content/*/*', { GET: showContent, POST: uploadContent, DELETE: dropContent }],
];

export const createProvisioning =
  ({ office, pace }: KeyDeps): Handler =>
  async (exchange) => {
    const afterMs = pace(keyOf(exchange));
    if (afterMs > 0) return tooMany(afterMs);
    const found = findRoute(exchange.path.slice(provisionPrefix.length));
    if (!found) return textReply(404, 'not found\n');
    const { methods, names } = found;
    const answer = Object.hasOwn(methods, exchange.method) ? methods[exchange.method] : undefined;
    if (answer) return answerIn(office, exchange, (asked) => answer(asked, names));
    const allow = Object.keys(methods).join(', ');
    return textReply(405, `${allow} only\n`, { allow });
  };

function findRoute(path: string): { methods: Methods; names: readonly string[] } | undefined {
  const given = path.split('/');
  for (const [pattern, methods] of routes) {
    const parts = pattern.split('/');
    const fits = (part: string, at: number) =>
      part === '*' ? given[at] !== '' : part === given[at];
    if (parts.length !== given.length || !parts.every(fits)) continue;
    return { methods, names: given.filter((_, at) => parts[at] === '*') };
  }
  return undefined;
}

/** Who has no key yet is told apart by where he calls from. */
const keyOf = ({ headers, remote }: Exchange): string =>
  headers['x-exosite-token'] ?? headers['x-exosite-cik'] ?? remote;

async function answerIn(
  office: Office,
  exchange: Exchange,
  answer: (asked: Parameters<Answer>[0]) => Promise<Reply>,
): Promise<Reply> {
  const query = parseForm(exchange.query);
  if (!query) return textReply(400, 'the query cannot be read\n');
  const served = await office.serve((desk) => answer({ desk, exchange, query }));
  if (served.ok) return served.value;
  return served.failure.kind === 'busy'
    ? textReply(503, 'busy\n', { 'retry-after': '1' })
    : textReply(500, 'the store failed\n');
}
