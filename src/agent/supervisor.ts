// Supervisor: what a start remembers of the ends before it, and whether the running agent makes progress.
//
// A broken invariant ends the process and the service manager starts it again. Three such ends in a
// row, each soon after its start, would go on for ever: the next start is a safe one, with the sources
// off and the uplink and status on. Kills and power cuts never count, since only an assertion leaves a
// mark.

import { limits } from '../core/limits.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Files } from '../core/ports/files.ts';
import { done, type Result } from '../core/result.ts';

export type StartMode = 'normal' | 'safe';

export interface Supervisor {
  /** Reads the marks; `safe` when the last starts all ended in an assertion at once. */
  readonly mode: StartMode;
  /** Leaves the mark of an assertion, unless the agent has been up for long. */
  crashed(detail: string): Promise<Result<void>>;
  /** Forgets the marks: the agent has proved itself. */
  settled(): Promise<Result<void>>;
}

interface Mark {
  readonly detail: string;
}

/** The marks of assertion ends since the last start that lived on. An unreadable file counts as none. */
async function readMarks(files: Files, path: string): Promise<readonly Mark[]> {
  const read = await files.read(path, limits.crashMarksBytes);
  if (!read.ok) return [];
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(read.value));
    return Array.isArray(parsed) ? (parsed as Mark[]) : [];
  } catch {
    return [];
  }
}

/** @param path the file of marks, in the state folder */
export async function createSupervisor(
  deps: { readonly files: Files; readonly clock: Clock },
  path: string,
): Promise<Supervisor> {
  const marks = await readMarks(deps.files, path);
  const startedMonoMs = deps.clock.monoMs();
  const write = (next: readonly Mark[]) =>
    deps.files.writeAtomic(path, new TextEncoder().encode(JSON.stringify(next)), 0o600);

  return {
    mode: marks.length >= limits.crashesToSafeMode ? 'safe' : 'normal',
    crashed(detail) {
      const early = deps.clock.monoMs() - startedMonoMs < limits.crashEarlyMs;
      const next = early ? [...marks, { detail: detail.slice(0, 200) }] : [];
      return write(next.slice(-limits.crashesToSafeMode));
    },
    settled: async () => (marks.length === 0 ? done : write([])),
  };
}
