// Couriers: who carries a letter, by the method of its dispatch.

import type { Http } from '../../core/ports/http.ts';
import type { Mail } from '../../core/ports/mail.ts';
import type { Resolver } from '../../core/ports/resolver.ts';
import type { Result } from '../../core/result.ts';
import type { DispatchMethod } from '../resources/recipient.ts';
import { createGatewayCourier } from './gateway-courier.ts';
import { createGuard } from './guard.ts';
import { createHttpCourier } from './http-courier.ts';
import type { Letter } from './letter.ts';
import { createMailCourier } from './mail-courier.ts';

/**
 * One try. A failure whose `retry` is `never` is final; `restricted` is a far side that answered and did
 * not take it; after any other there may be better times. The detail never holds a path or a query: they
 * hold tokens.
 */
export type Courier = (letter: Letter, signal: AbortSignal) => Promise<Result<void>>;
export type Couriers = Readonly<Partial<Record<DispatchMethod, Courier>>>;

/** The ways out of the platform; what is not there cannot be dispatched by. */
export interface Outside {
  readonly http: Http;
  readonly resolver: Resolver;
  readonly mail?: Mail | undefined;
}

export interface DispatchSettings {
  /** Ranges of loopback and private addresses that http dispatches may reach all the same (CIDR). */
  readonly allow?: readonly string[] | undefined;
  /** URLs that take `to`, `message`, `subject` and `delivery` as a form. */
  readonly smsGateway?: string | undefined;
  readonly xmppGateway?: string | undefined;
}

export function createCouriers(
  { http, resolver, mail }: Outside,
  { allow = [], smsGateway, xmppGateway }: DispatchSettings,
): Couriers {
  const web = createHttpCourier(http, createGuard(resolver, allow));
  const gateway = (url: string) => createGatewayCourier(http, url);
  return {
    http_get: web,
    http_post: web,
    http_put: web,
    ...(mail && { email: createMailCourier(mail) }),
    ...(smsGateway !== undefined && { sms: gateway(smsGateway) }),
    ...(xmppGateway !== undefined && { xmpp: gateway(xmppGateway) }),
  };
}
