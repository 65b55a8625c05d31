// A mail server in memory, that takes or refuses as told.

import { type Failure, failure } from '../../src/core/failure.ts';
import type { Mail, MailMessage } from '../../src/core/ports/mail.ts';
import { done, err } from '../../src/core/result.ts';

export interface FakeMail extends Mail {
  /** What the server has taken. */
  readonly taken: readonly MailMessage[];
  /** What becomes of the next messages, in order; those after them fare well. `hang` never answers. */
  next(...fates: (Failure | 'hang' | undefined)[]): void;
}

export function createFakeMail(): FakeMail {
  const taken: MailMessage[] = [];
  const fates: (Failure | 'hang' | undefined)[] = [];
  return {
    taken,
    next: (...more) => void fates.push(...more),
    async send(message, { timeoutMs, signal }) {
      const fate = fates.shift();
      if (signal?.aborted) return err(failure('closed', 'the message was cancelled'));
      if (fate === 'hang') return hang(timeoutMs, signal);
      if (fate) return err(fate);
      taken.push(message);
      return done;
    },
  };
}

const hang = (timeoutMs: number, signal?: AbortSignal) =>
  new Promise<ReturnType<typeof err<Failure>>>((resolve) => {
    const end = (kind: 'timeout' | 'closed') => resolve(err(failure(kind, 'nobody answered')));
    const late = AbortSignal.timeout(timeoutMs);
    late.addEventListener('abort', () => end('timeout'));
    signal?.addEventListener('abort', () => end('closed'));
  });
