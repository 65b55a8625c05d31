// The way into a LevelDB folder: open, else repair and open; never empty where something was.

import { existsSync } from 'node:fs';
import { open, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Level } from 'level';
import { type Failure, failure } from '../../core/failure.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { thrownFailure } from '../errno.ts';
import { makeFolders } from '../folders.ts';
import { levelFailure } from './failures.ts';

/**
 * Its presence says that there is a store in this folder. LevelDB by itself takes a folder that has
 * lost its CURRENT file for an empty one, and deletes the tables it finds there.
 */
const sentinel = 'HOLDFAST';

const encodings = { keyEncoding: 'utf8', valueEncoding: 'view' } as const;

const createDatabase = (dir: string, createIfMissing: boolean) =>
  new Level<string, Uint8Array>(dir, { ...encodings, createIfMissing });

/** What the `level` package gives on Node: classic-level, with the calls that only it has. */
export type Database = ReturnType<typeof createDatabase> & {
  compactRange(start: string, end: string): Promise<void>;
  approximateSize(start: string, end: string): Promise<number>;
};

const repair = (dir: string): Promise<void> =>
  (Level as unknown as { repair(dir: string): Promise<void> }).repair(dir);

/** Opens the database in `dir`, or makes it and the folder. Failures as KvOpener says. */
export async function openDatabase(dir: string): Promise<Result<Database>> {
  const known = existsSync(join(dir, sentinel));
  const made = await makeFolders(dir, 0o700);
  if (!made.ok) return made;
  try {
    const held = known || (await readdir(dir)).includes('CURRENT');
    const opened = await tryOpen(dir, !held);
    if (!opened.ok && held && mayRepair(opened.failure)) return await openRepaired(dir, opened);
    if (opened.ok && !known) await markKnown(dir);
    return opened;
  } catch (thrown) {
    return err(thrownFailure(thrown, `the store in ${dir} cannot be opened`));
  }
}

async function tryOpen(dir: string, createIfMissing: boolean): Promise<Result<Database>> {
  const db = createDatabase(dir, createIfMissing);
  try {
    await db.open();
    return ok(db as Database);
  } catch (thrown) {
    return err(levelFailure(thrown, `the store in ${dir} cannot be opened`));
  }
}

/** Not when somebody else has it, or we may not, or the disk is full: then it is whole. */
const mayRepair = ({ kind }: Failure): boolean => kind === 'corrupt' || kind === 'store';

async function openRepaired(dir: string, why: { readonly failure: Failure }) {
  const remains = (await readdir(dir)).some((name) => /\.(ldb|sst|log)$/.test(name));
  // Repair would make an empty store of nothing, and nobody would know what was lost.
  if (!remains) return err(failure('corrupt', `${why.failure.detail}; none of its tables is left`));
  try {
    await repair(dir);
  } catch (thrown) {
    return err(failure('corrupt', `${why.failure.detail}; repair failed: ${String(thrown)}`));
  }
  return tryOpen(dir, false);
}

/** Durable before the first point is. */
async function markKnown(dir: string): Promise<void> {
  const text = 'There is a store of Holdfast in this folder. Delete both or none.\n';
  await writeFile(join(dir, sentinel), text, { mode: 0o600, flush: true });
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
