// The courier of sms and xmpp: a service of the operator's choice, which takes a form.

import { limits } from '../../core/limits.ts';
import type { Http } from '../../core/ports/http.ts';
import { formText, formType } from '../http/form.ts';
import type { Courier } from './couriers.ts';
import { verdictOf } from './verdict.ts';

/** The operator named the address: it needs no guard. */
export const createGatewayCourier =
  (http: Http, url: string): Courier =>
  async ({ id, recipient, subject, message }, signal) => {
    const answer = await http.send({
      method: 'POST',
      url,
      headers: { 'content-type': formType },
      body: formText([
        ['to', recipient],
        ['message', message],
        ['subject', subject],
        ['delivery', id],
      ]),
      timeoutMs: limits.deliveryMs,
      maxAnswerBytes: limits.deliveryAnswerBytes,
      signal,
    });
    return verdictOf(answer, new URL(url).host);
  };
