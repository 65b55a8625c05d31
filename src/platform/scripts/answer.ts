// Answer: what a script is told when it asks for something, whatever that is.

import * as z from 'zod';
import type { ScriptCall } from '../../core/ports/script-worker.ts';
import { calls } from './calls/calls.ts';
import { sleepUntil, type WaitDeps, type Waited, waitForPoints } from './calls/wait.ts';
import { formatDate } from './date.ts';
import type { Diary } from './diary.ts';
import type { RunOf } from './state.ts';

export interface AnswerDeps extends WaitDeps {
  readonly diary: Diary;
}

/** A sentence that becomes an error of the script, where it stands. */
const wrong = (detail: string): Waited => ({ value: { error: detail }, rested: false });
const told = (value: object): Waited => ({ value, rested: false });

export async function answerCall(
  deps: AnswerDeps,
  script: RunOf,
  { name, args }: ScriptCall,
): Promise<Waited> {
  const second = Math.floor(deps.clock.wallMs() / 1000);
  switch (name) {
    case 'now':
      return told({ now: second });
    case 'date':
      return date(args, second);
    case 'debug':
      deps.diary.add(second, String(args[0]));
      return told({});
    case 'wait':
    case 'sleep':
      return pause(deps, script, args);
    default:
      return work(deps, name, args);
  }
}

async function work(deps: AnswerDeps, name: string, args: readonly unknown[]): Promise<Waited> {
  const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
  const value = call && (await deps.visit((ctx, rule) => call(ctx, args, rule)));
  return value ? told(value) : wrong('this cannot be asked for');
}

const moment = z.number().nullable();
const waitArgs = z.tuple([z.string(), z.number(), moment]);
const sleepArgs = z.tuple([moment]);

/** Without a moment it is for ever. What was said before is written first: it may be long. */
async function pause(deps: AnswerDeps, script: RunOf, args: readonly unknown[]): Promise<Waited> {
  const sleep = sleepArgs.safeParse(args).data;
  if (sleep) return sleepUntil(deps, script, sleep[0] ?? Number.POSITIVE_INFINITY);
  const wait = waitArgs.safeParse(args).data;
  if (!wait) return wrong('a wait ends at a second');
  const [rid, last, expire] = wait;
  return waitForPoints(deps, script, { rid, last, expire: expire ?? Number.POSITIVE_INFINITY });
}

const dateArgs = z.tuple([z.string().nullable(), moment, z.string()]);

function date(args: readonly unknown[], now: number): Waited {
  const given = dateArgs.safeParse(args).data;
  if (!given) return wrong('date takes a format and a second');
  const [format, time, zone] = given;
  const written = formatDate(time ?? now, zone, format ?? '%c');
  if (typeof written === 'string') return told({ status: written });
  return told({ status: 'ok', result: written.date });
}
