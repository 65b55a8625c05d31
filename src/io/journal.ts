// The journal on standard error, by pino: JSON lines for a program, short lines for a person.

import process from 'node:process';
import pino from 'pino';
import type { Fields, Journal } from '../core/ports/journal.ts';

export type Level = 'debug' | 'info' | 'warn' | 'error';

/** Lines for a person; JSON for a program; JSON with a priority for the journal of systemd. */
export type Shape = 'person' | 'program' | 'journald';

export interface JournalOptions {
  /** What is less than this is left out; `info` unless given. */
  readonly level?: Level;
  /** Where lines go instead of standard error. */
  readonly write?: (line: string) => void;
  /** How a line looks; by who reads standard error unless given. */
  readonly shape?: Shape;
}

/** Priorities of syslog, which journald reads from the beginning of a line. */
const priorities: Readonly<Record<Level, number>> = { debug: 7, info: 6, warn: 4, error: 3 };

/** Lines that wait for a reader who does not read; beyond this they are dropped, and we go on. */
const waitingBytes = 1024 * 1024;

export function createJournal(options: JournalOptions = {}): Journal {
  const shape = shapes[options.shape ?? shapeForReader()];
  const write = options.write ?? toStandardError();
  const logger = pino(
    {
      level: options.level ?? 'info',
      base: null,
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => write(redact(shape(line))) },
  );
  const at =
    (level: Level) =>
    (event: string, fields: Fields = {}) =>
      logger[level](fields, event);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Not synchronous: whoever started us and does not read must not stop the sampling. */
function toStandardError(): (line: string) => void {
  const stream = pino.destination({ dest: 2, sync: false, maxLength: waitingBytes });
  stream.on('error', () => {});
  return (line) => {
    stream.write(line);
  };
}

/** Keys and resource identifiers alike: 40 hexadecimal digits never leave. */
const redact = (line: string): string =>
  line.replace(/(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/gi, '[40 hex digits]');

function journaldLine(line: string): string {
  const { level } = JSON.parse(line) as { level: Level };
  return `<${priorities[level]}>${line}`;
}

const shapes: Readonly<Record<Shape, (line: string) => string>> = {
  person: personLine,
  journald: journaldLine,
  program: (line) => line,
};

function shapeForReader(): Shape {
  if (process.stderr.isTTY) return 'person';
  // systemd.exec(5): set when our standard error goes to the journal.
  return process.env.JOURNAL_STREAM ? 'journald' : 'program';
}

/** `12:01:02 warn  uplink offline  retryInMs=500`. */
function personLine(line: string): string {
  const { level, time, event, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const rest = Object.entries(fields).map(([name, value]) => `  ${name}=${JSON.stringify(value)}`);
  return `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${event}${rest.join('')}\n`;
}
