// The bare sink as a process: says ok to every call of a One Platform request, and does nothing else.
//
// Argument: milliseconds before each answer.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';

const [delayMs = '0'] = process.argv.slice(2);
const rid = 'a'.repeat(40);
const answers = new Map<number, string>();

/** Counting the calls is all the reading that it does. */
function callsIn(body: Buffer): number {
  let count = 0;
  for (let at = body.indexOf('"procedure"'); at >= 0; at = body.indexOf('"procedure"', at + 1))
    count += 1;
  return count;
}

function answerTo(calls: number): string {
  const known = answers.get(calls);
  if (known !== undefined) return known;
  const each = Array.from({ length: calls }, (_, id) => ({ id, status: 'ok', result: rid }));
  const text = JSON.stringify(each);
  answers.set(calls, text);
  return text;
}

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const text = answerTo(callsIn(Buffer.concat(parts)));
    setTimeout(() => response.end(text), Number(delayMs));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
