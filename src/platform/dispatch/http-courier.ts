// The courier of http_get, http_post and http_put (ruling 7).

import { limits } from '../../core/limits.ts';
import type { Http, HttpRequest } from '../../core/ports/http.ts';
import { formText, formType } from '../http/form.ts';
import type { Courier } from './couriers.ts';
import type { Guard } from './guard.ts';
import type { Letter, LetterRequest } from './letter.ts';
import { verdictOf } from './verdict.ts';

/** The token of a recipient, when it has one, is in its URL; redirects are not followed. */
export const createHttpCourier =
  (http: Http, guard: Guard): Courier =>
  async (letter, signal) => {
    const url = new URL(letter.recipient);
    const admitted = await guard.admit(url.hostname);
    if (!admitted.ok) return admitted;
    const answer = await http.send({
      ...requestOf(letter, url),
      address: admitted.value,
      timeoutMs: limits.deliveryMs,
      maxAnswerBytes: limits.deliveryAnswerBytes,
      signal,
    });
    return verdictOf(answer, url.host);
  };

function requestOf(
  letter: Letter,
  url: URL,
): Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'> {
  if (letter.request) return requestOfScript(letter, letter.request, url);
  const form = formText(pairsOf(letter));
  if (letter.method === 'http_get') {
    const target = new URL(url);
    target.search = url.search === '' ? form : `${url.search}&${form}`;
    return { method: 'GET', url: target.href, headers };
  }
  const method = letter.method === 'http_put' ? 'PUT' : 'POST';
  const asJson = url.searchParams.get('format') === 'json';
  const [type, body] = asJson ? ['application/json', jsonOf(letter)] : [formType, form];
  return { method, url: url.href, headers: { ...headers, 'content-type': type }, body };
}

/** As the script has it; the delivery id is in a header. */
function requestOfScript(
  { method, message, id }: Letter,
  { type, headers: more }: LetterRequest,
  url: URL,
): Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'> {
  const all = { ...headers, ...more, 'x-delivery-id': id };
  if (method === 'http_get') return { method: 'GET', url: url.href, headers: all };
  const verb = method === 'http_put' ? 'PUT' : 'POST';
  const typed = { ...all, 'content-type': type };
  return { method: verb, url: url.href, headers: typed, body: message };
}

const headers = { 'user-agent': 'holdfast' };

const pairsOf = ({ alias, value, timestamp, message, id }: Letter): readonly [string, string][] => [
  ['alias', alias],
  ['value', String(value)],
  ['timestamp', String(timestamp)],
  ['message', message],
  ['delivery', id],
];

const jsonOf = ({ dispatch, alias, timestamp, value, message, subject, id }: Letter): string =>
  JSON.stringify({ dispatch, alias, timestamp, value, message, subject, delivery: id });
