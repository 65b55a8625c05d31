// Letter: what a dispatch has to tell, from the moment it was told to until somebody has it.

import type { Value } from '../../core/point.ts';
import type { DispatchMethod } from '../resources/recipient.ts';

/** What a script says of the request that carries its message, in place of our forms. */
export interface LetterRequest {
  /** The media type of the message. */
  readonly type: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Written once: what a dispatch becomes later changes no letter that is on its way. */
export interface Letter {
  /** The same at every try, so that a far side can tell a second try from a second letter. */
  readonly id: string;
  /** The RID of the dispatch, or of the rule whose script sends it. */
  readonly dispatch: string;
  /** What its owner calls the dispatch, or empty. */
  readonly alias: string;
  readonly method: DispatchMethod;
  readonly recipient: string;
  readonly subject: string;
  readonly message: string;
  /** The value that set it off, and its time in Unix seconds. */
  readonly value: Value;
  readonly timestamp: number;
  /** Wall clock milliseconds. */
  readonly postedMs: number;
  /** The message is the body as it is. */
  readonly request?: LetterRequest;
}
