// Mail by SMTP, through the package nodemailer, loaded with the first message.

import { clearTimeout, setTimeout } from 'node:timers';
import { type Failure, type FailureKind, failure } from '../core/failure.ts';
import type { Mail } from '../core/ports/mail.ts';
import { done, err } from '../core/result.ts';
import { connectionFailure } from './web/connection-failure.ts';

export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** STARTTLS before the first word, TLS from the first byte, or neither. */
  readonly security: 'starttls' | 'tls' | 'none';
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** The sender: an address, or a name and an address in angle brackets. */
  readonly from: string;
}

/** A connection for each message: alerts are rare, and a kept connection is one that may have died. */
export function createMail(settings: MailSettings): Mail {
  const { host, port, security, user, password, from } = settings;
  return {
    async send({ id, to, subject, text }, { timeoutMs, signal }) {
      const { createTransport } = await import('nodemailer');
      const transport = createTransport({
        host,
        port,
        secure: security === 'tls',
        requireTLS: security === 'starttls',
        ignoreTLS: security === 'none',
        ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), timeoutMs);
      const ends = signal ? AbortSignal.any([signal, late.signal]) : late.signal;
      try {
        const messageId = `<${id}@${domainOf(from)}>`;
        await transport.sendMail({ from, to, subject, text, messageId, signal: ends });
        return done;
      } catch (error) {
        if (signal?.aborted) return err(failure('closed', 'the message was cancelled'));
        if (late.signal.aborted) {
          return err(failure('timeout', `${host} took longer than ${timeoutMs} ms`));
        }
        return err(mailFailure(error, host));
      } finally {
        clearTimeout(timer);
        transport.close();
      }
    },
  };
}

const domainOf = (from: string): string => /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost';

/** What nodemailer tells of an error. */
interface MailError {
  readonly code?: string;
  /** The system's code, where nodemailer put its own in place of it. */
  readonly originalCode?: string;
  readonly responseCode?: number;
  readonly permanent?: boolean;
}

const kinds: Readonly<Record<string, FailureKind>> = {
  EAUTH: 'unauthorised',
  ENOAUTH: 'unauthorised',
  ETLS: 'tls',
  EREQUIRETLS: 'tls',
  ETIMEDOUT: 'timeout',
  EENVELOPE: 'invalid',
  EMESSAGE: 'invalid',
};

/** A server that answered later is busy; one that answered never, or an address it cannot take, is final. */
function mailFailure(error: unknown, host: string): Failure {
  const { code = '', originalCode, responseCode, permanent } = error as MailError;
  if (code === 'ESOCKET') return connectionFailure({ code: originalCode, message: code }, host);
  const said = responseCode === undefined ? code : `${responseCode}`;
  if (permanent === false) return failure('busy', `${host} does not take the message now: ${said}`);
  return failure(kinds[code] ?? 'offline', `${host} did not take the message: ${said}`);
}
