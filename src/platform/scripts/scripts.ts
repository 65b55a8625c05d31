// Scripts: which of them run. The store says which are to; this keeps the world like that.
//
// What a script knows lives in its thread and nowhere else. When the server starts, all that had not ended begin
// anew, as they did at the vendor's.

import { limits } from '../../core/limits.ts';
import type { Desk } from '../context.ts';
import { findLiving } from '../resources/tree.ts';
import { each } from '../store/each.ts';
import { lastPart, livingScriptsPrefix } from '../store/keys.ts';
import { createCast, type Part } from './cast.ts';
import type { PlayDeps } from './play.ts';
import { readScript } from './state.ts';
import { createTurns } from './turns.ts';

export interface Scripts {
  /** Begins all that are to run. */
  start(): void;
  /** These have begun, or are to run no more. */
  notice(rids: Iterable<string>): void;
  /** Ends all, and waits until nothing of them is left. */
  stop(): Promise<void>;
}

/** After a failure of the store. */
const pauseMs = 1_000;

/** `atOnce`: how many have a thread. */
export function createScripts(deps: Omit<PlayDeps, 'turns'>, atOnce: number): Scripts {
  const { office, clock } = deps;
  const parts = new Map<string, Part>();
  const noticed = new Set<string>();
  const closing = new AbortController();
  let looking: Promise<void> | undefined;

  const insist = async <T>(work: (desk: Desk) => Promise<T>): Promise<T | undefined> => {
    while (!closing.signal.aborted) {
      const served = await office.serve(work);
      if (served.ok) return served.value;
      await clock.sleep(pauseMs, closing.signal);
    }
    return undefined;
  };
  const ended = (part: Part) => void (parts.get(part.rid) === part && parts.delete(part.rid));
  const turns = createTurns(limits.scriptsRunning);
  const cast = createCast({ ...deps, turns, insist, ended }, atOnce);

  const lookAt = async (rid: string) => {
    const run = await insist((desk) => wantedRun(desk, rid));
    const part = parts.get(rid);
    if (closing.signal.aborted || part?.run === run) return;
    if (part) cast.dismiss(part);
    parts.delete(rid);
    if (run !== undefined) parts.set(rid, await cast.admit({ rid, run }));
  };
  const look = async () => {
    for (const rid of noticed) {
      noticed.delete(rid);
      await lookAt(rid);
    }
    looking = undefined;
  };
  const notice = (rids: Iterable<string>) => {
    for (const rid of rids) noticed.add(rid);
    if (noticed.size > 0) looking ??= look();
  };

  return {
    notice,
    start() {
      looking ??= insist(living).then((rids) => {
        looking = undefined;
        notice(rids ?? []);
      });
    },
    async stop() {
      closing.abort();
      await looking;
      for (const part of parts.values()) cast.dismiss(part);
      await cast.idle();
    },
  };
}

/** Which run of this script is to be; undefined for none. */
async function wantedRun(desk: Desk, rid: string): Promise<string | undefined> {
  const state = await readScript(desk, rid);
  const ended = !state || state.status === 'completed' || state.status === 'error';
  return !ended && (await findLiving(desk, rid)) ? state.run : undefined;
}

async function living(desk: Desk): Promise<readonly string[]> {
  const rids: string[] = [];
  for await (const { key } of each(desk.tx, livingScriptsPrefix)) rids.push(lastPart(key));
  return rids;
}
