// Recipient: whom a dispatch tells, in the form that its method needs (checklist O13).

import * as z from 'zod';

export const dispatchMethods = [
  'email',
  'http_get',
  'http_post',
  'http_put',
  'sms',
  'xmpp',
] as const;
export type DispatchMethod = (typeof dispatchMethods)[number];

/** A browser's idea of an address: also one of a host without a dot. */
const email = z.email({ pattern: z.regexes.html5Email });
const url = z.url({ protocol: /^https?$/ });
/** Digits, with what people write between them. */
const phone = z.string().regex(/^\+?\d[\d ().-]{1,30}\d$/);
/** XMPP, RFC 7622: a localpart at a domain, perhaps with a resource behind a slash. */
const jid = z.string().regex(/^[^\s@/]+@[^\s@/]+(\/.+)?$/);

const forms = {
  email,
  http_get: url,
  http_post: url,
  http_put: url,
  sms: phone,
  xmpp: jid,
} as const;

export const isRecipient = (method: DispatchMethod, recipient: string): boolean =>
  forms[method].safeParse(recipient).success;
