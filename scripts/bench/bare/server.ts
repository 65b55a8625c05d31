// The bare platform as a process: parses the same requests and puts them into LevelDB by hand, one
// entry a call, durable before it answers; or answers each request with the same bytes from memory.
//
// Arguments: the folder of its store, a file with the bytes that `/read` answers.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { Level } from 'level';

interface Request {
  readonly calls: readonly {
    readonly id: number;
    readonly arguments: readonly [{ readonly alias: string }, readonly [number, unknown][]];
  }[];
}

const [dir = '', file = ''] = process.argv.slice(2);
const db = new Level<string, unknown>(dir, { valueEncoding: 'json' });
await db.open();
const canned = readFileSync(file);

async function record(text: string): Promise<string> {
  const { calls } = JSON.parse(text) as Request;
  const puts = calls.map(({ arguments: [{ alias }, points] }) => ({
    type: 'put' as const,
    key: `${alias}/${points[0]?.[0]}`,
    value: points,
  }));
  await db.batch(puts, { sync: true } as object);
  return JSON.stringify(calls.map(({ id }) => ({ id, status: 'ok' })));
}

const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (part) => {
    text += part;
  });
  request.on('end', () => {
    if (request.url === '/read') response.end(canned);
    else void record(text).then((answer) => response.end(answer));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
