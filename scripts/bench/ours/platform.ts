// Our platform as a process of its own.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Server, start } from '../measure/children.ts';
import { sourceCommand } from './programs.ts';

export interface PlatformProcess extends Server {
  readonly rootCik: string;
}

/** From the sources, on any free port. */
export async function startPlatformProcess(dir: string): Promise<PlatformProcess> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let said = '';
  const args = ['platform', '--listen', '127.0.0.1:0', '--data', dir];
  const child = start([...sourceCommand, ...args], (text) => {
    said += text;
    const url = /"url":"(http:[^"]+)"/.exec(said)?.[1];
    if (url !== undefined) resolve(url);
  });
  const url = await promise;
  return { ...child, url, rootCik: readFileSync(join(dir, 'root-cik'), 'utf8').trim() };
}
