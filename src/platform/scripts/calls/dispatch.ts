// dispatch(kind, …): a message of a script, posted as those of dispatches are (checklist O30).

import * as z from 'zod';
import { limits } from '../../../core/limits.ts';
import { type Context, newId } from '../../context.ts';
import type { LetterRequest } from '../../dispatch/letter.ts';
import { hasRoom, post } from '../../dispatch/outbox.ts';
import { aliasOf } from '../../dispatch/send.ts';
import { type DispatchKind, spend } from '../../resources/daily.ts';
import { type DispatchMethod, isRecipient } from '../../resources/recipient.ts';
import type { Datarule } from '../../resources/resource.ts';

interface Message {
  readonly kind: DispatchKind;
  readonly method: DispatchMethod;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly request?: LetterRequest;
}

/**
 * `ok` when the message waits to be delivered; `badarg`, `limit` of the day, or `undelivered` when too many wait
 * already. For http the result looks like an answer of the far side: 202, for nobody has been asked yet.
 */
export async function dispatch(
  ctx: Context,
  args: readonly unknown[],
  rule: Datarule,
): Promise<object> {
  const message = readMessage(args);
  if (!message || !isRecipient(message.method, message.recipient)) return { status: 'badarg' };
  const { kind, method, recipient, subject, text, request } = message;
  if (!(await hasRoom(ctx, rule.rid))) return { status: 'undelivered' };
  if (!(await spend(ctx, rule.owner, kind))) return { status: 'limit' };
  await post(ctx, {
    id: newId(ctx.random),
    dispatch: rule.rid,
    alias: await aliasOf(ctx, rule),
    method,
    recipient,
    subject,
    message: text,
    value: text,
    timestamp: ctx.nowSecond,
    postedMs: ctx.nowMs,
    ...(request && { request }),
  });
  const result = { status: 202, headers: {}, body: '' };
  return { status: 'ok', ...(kind === 'http' && { result }) };
}

/** A number stands for its text: scripts send values. */
const text = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);
const none = z.null().optional();

const headerName = /^[a-z0-9-]{1,64}$/;
/** What belongs to the connection, and not to whoever uses it. */
const reserved =
  /^(host|connection|keep-alive|transfer-encoding|content-length|upgrade|te|trailer|expect|proxy-.*)$/;
const headers = z
  .record(z.string(), text)
  .transform((given) => Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]))
  .refine((given) =>
    given.every(
      ([name = '', value = '']) => headerName.test(name) && /^[\t\x20-\x7e]*$/.test(value),
    ),
  )
  .transform((given) => Object.fromEntries(given.filter(([name = '']) => !reserved.test(name))))
  .refine((given) => Object.keys(given).length <= limits.scriptHeaders);

const forms = {
  email: z.tuple([z.string(), text, text]).rest(z.unknown()),
  sms: z.tuple([z.string(), text]).rest(z.unknown()),
  xmpp: z.tuple([z.string(), text, text]).rest(z.unknown()),
  http: z
    .tuple([
      z.string(),
      z
        .string()
        .toLowerCase()
        .pipe(z.enum(['get', 'post', 'put'])),
      text.or(none),
      z.string().or(none),
      headers.or(none),
    ])
    .rest(z.unknown()),
} as const;

/** Undefined for what is no message. Arguments at the end may be left out. */
function readMessage([kind, ...args]: readonly unknown[]): Message | undefined {
  if (kind === 'http') return readHttp(args);
  if (kind === 'sms') {
    const sms = forms.sms.safeParse(args).data;
    return sms && { kind, method: kind, recipient: sms[0], subject: '', text: sms[1] };
  }
  if (kind !== 'email' && kind !== 'xmpp') return undefined;
  const mail = forms[kind].safeParse(args).data;
  return mail && { kind, method: kind, recipient: mail[0], subject: mail[1], text: mail[2] };
}

function readHttp(args: readonly unknown[]): Message | undefined {
  const padded = Array.from({ length: Math.max(args.length, 5) }, (_, at) => args[at] ?? null);
  const [recipient, verb, body, type, more] = forms.http.safeParse(padded).data ?? [];
  if (recipient === undefined || verb === undefined) return undefined;
  const request = { headers: more ?? {}, type: type ?? 'application/x-www-form-urlencoded' };
  const method = `http_${verb}` as const;
  return { kind: 'http', method, recipient, subject: '', text: body ?? '', request };
}
