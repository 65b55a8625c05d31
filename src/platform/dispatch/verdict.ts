// Verdict: what the answer of a web server means for a letter.

import { failure } from '../../core/failure.ts';
import type { HttpAnswer } from '../../core/ports/http.ts';
import { done, err, type Result } from '../../core/result.ts';

/** Statuses that speak of the far side's state and not of the letter. */
const passing: ReadonlySet<number> = new Set([408, 425, 429]);

/** Delivered with any 2xx, and with an answer too long to be read: it was an answer. */
export function verdictOf(answer: Result<HttpAnswer>, host: string): Result<void> {
  if (!answer.ok) return answer.failure.kind === 'too-large' ? done : answer;
  const { status } = answer.value;
  if (status >= 200 && status < 300) return done;
  const detail = `${host} answered ${status}`;
  const kind = status >= 500 || passing.has(status) ? 'failing' : 'restricted';
  return err(failure(kind, detail));
}
