// Diary: what a script says of itself with debug(), on its way into the series of its rule.
//
// Lines wait here for the next transaction of the script, or for its end. All lines of a second are one point:
// a series has no more than one.

import { limits } from '../../core/limits.ts';
import type { Desk } from '../context.ts';
import { noteFault } from '../flow/faults.ts';
import { keepPoints } from '../flow/keep.ts';
import { handOn } from '../flow/receive.ts';
import type { Datarule } from '../resources/resource.ts';
import { toFormat } from '../series/convert.ts';
import { newestOf } from '../series/newest.ts';

export interface Diary {
  add(second: number, line: string): void;
  /** Puts the lines into the rule's series. They stay here until that is durable, and `clear` is called. */
  write(desk: Desk, rule: Datarule): Promise<void>;
  clear(): void;
}

export function createDiary(): Diary {
  const lines = new Map<number, string>();
  return {
    add(second, line) {
      lines.set(second, joined(lines.get(second), line));
    },
    async write(desk, rule) {
      for (const [second, text] of lines) await keep(desk, rule, second, text);
    },
    clear: () => lines.clear(),
  };
}

/** As many more lines as fit: when a second is full, what else is said in it is lost. */
function joined(before: string | undefined, text: string): string {
  const lines = before === undefined ? [] : [before];
  let room = limits.stringValueBytes - Buffer.byteLength(before ?? '');
  for (const line of text.split('\n')) {
    room -= Buffer.byteLength(line) + (lines.length > 0 ? 1 : 0);
    if (room < 0 && lines.length > 0) break;
    // Four bytes a character at most.
    if (room < 0) return line.slice(0, limits.stringValueBytes / 4);
    lines.push(line);
  }
  return lines.join('\n');
}

async function keep(desk: Desk, rule: Datarule, second: number, text: string): Promise<void> {
  const newest = await newestOf(desk, rule);
  const before = newest?.second === second ? String(newest.value) : undefined;
  const { format } = rule.description;
  const value = toFormat(format === 'string' ? joined(before, text) : text, format);
  if (value === undefined) {
    return noteFault(desk, rule.rid, `what the script said is no value of format ${format}`);
  }
  await keepPoints(desk, rule, { seconds: [second], values: [value] }, 'replace');
  const news = format === 'string' ? text : value;
  await handOn(desk, rule, [{ second, value: news }]);
}
