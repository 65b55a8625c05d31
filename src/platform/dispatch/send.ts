// Send: what a dispatch does with the values that come to it (checklist O13).

import type { Value } from '../../core/point.ts';
import { type Desk, newId } from '../context.ts';
import { noteFault } from '../flow/faults.ts';
import { isComparison } from '../flow/preprocess.ts';
import type { Pulse } from '../flow/wave.ts';
import { type DispatchKind, spend } from '../resources/daily.ts';
import type { DispatchMethod } from '../resources/recipient.ts';
import type { Datarule, Dispatch } from '../resources/resource.ts';
import { owners } from '../resources/tree.ts';
import { lastPart, namesByPrefix, under } from '../store/keys.ts';
import { hasRoom, post } from './outbox.ts';

/** What the history of a dispatch says in place of a message that was not sent. */
export const undelivered = 'undelivered';
const beyondLimit = 'limit';

/** Posts a letter for each value, and gives back what the history of the dispatch is to say of it. */
export async function send(
  desk: Desk,
  dispatch: Dispatch,
  pulses: readonly Pulse[],
): Promise<readonly Pulse[]> {
  const shut = await isShut(desk, dispatch);
  const said: Pulse[] = [];
  for (const { second, value } of pulses) {
    if (saysNo(dispatch, value)) continue;
    // Nothing is sent in the future, whatever time its cause bears.
    const pulse = { second: Math.min(second, desk.nowSecond), value };
    said.push({ ...pulse, value: shut ? undelivered : await write(desk, dispatch, pulse) });
  }
  return said;
}

/** Locked itself, or its owner or anybody above: none of them is to reach the world. */
export async function isShut(desk: Desk, sender: Dispatch | Datarule): Promise<boolean> {
  if (sender.type === 'dispatch' && sender.description.locked) return true;
  const above = (await owners(desk, sender)) ?? [];
  return above.some(({ description }) => description.locked);
}

/** A preprocess that ends in a question answers 0 for no; any other 0 is a value like any other. */
function saysNo({ description }: Dispatch, value: Value): boolean {
  const last = description.preprocess.at(-1)?.[0];
  return last !== undefined && isComparison(last) && value === 0;
}

/** Writes and posts one letter; what the history says of it. */
async function write(desk: Desk, dispatch: Dispatch, { second, value }: Pulse): Promise<string> {
  const { method, recipient, subject, message } = dispatch.description;
  if (!(await hasRoom(desk, dispatch.rid))) {
    await noteFault(desk, dispatch.rid, 'too many messages wait to be sent already');
    return undelivered;
  }
  if (!(await spend(desk, dispatch.owner, kinds[method]))) return beyondLimit;
  const text = message === '' ? String(value) : message;
  await post(desk, {
    id: newId(desk.random),
    dispatch: dispatch.rid,
    alias: await aliasOf(desk, dispatch),
    method,
    recipient,
    subject,
    message: text,
    value,
    timestamp: second,
    postedMs: desk.nowMs,
  });
  return text;
}

const kinds: Readonly<Record<DispatchMethod, DispatchKind>> = {
  email: 'email',
  http_get: 'http',
  http_post: 'http',
  http_put: 'http',
  sms: 'sms',
  xmpp: 'xmpp',
};

/** The first of the owner's names for it. */
export async function aliasOf(
  desk: Desk,
  { rid, owner }: Pick<Dispatch, 'rid' | 'owner'>,
): Promise<string> {
  const [name] = await desk.tx.range(under(namesByPrefix(rid, owner)), { limit: 1 });
  return name ? decodeURIComponent(lastPart(name.key)) : '';
}
