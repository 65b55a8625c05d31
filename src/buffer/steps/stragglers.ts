// Stragglers: points that stay pending while all around them are settled would leave an interval for
// each; past the limit they are appended again, together, and their old places settled as moved.

import { limits } from '../../core/limits.ts';
import type { Column } from '../../core/point.ts';
import { ok, type Result } from '../../core/result.ts';
import { byChannel, sliceColumn } from '../format/columns.ts';
import { intervalAt, partsOutside } from '../format/intervals.ts';
import type { Session } from '../store/store.ts';
import { settlePoints } from './settle-points.ts';
import type { State, Step } from './state.ts';
import { storePoints } from './store-points.ts';

/** Intervals that are left after a move, so that not every settle moves. */
const intervalsAfter = Math.floor((limits.settledIntervals * 3) / 4);

/** What is moved out of one segment. */
interface Move {
  readonly epoch: number;
  readonly columns: readonly Column[];
}

/** Extends the step. Channel, second, epoch and value of each point stay; only its seq is new. */
export async function moveStragglers(session: Session, step: Step): Promise<Result<Step>> {
  const gathered = await gather(session, step.state);
  if (!gathered.ok) return gathered;
  const { moves, end } = gathered.value;
  let { state } = step;
  const ops = [...step.ops];
  for (const { epoch, columns } of inFewSegments(moves)) {
    const stored = storePoints(state, columns, epoch);
    state = stored.state;
    ops.push(...stored.ops);
  }
  const verdict = { first: state.head.cursor, end, outcome: 'moved' } as const;
  const settled = await settlePoints(session, state, [verdict]);
  return settled.ok
    ? ok({ state: settled.value.state, ops: [...ops, ...settled.value.ops] })
    : settled;
}

/** The pending points of the oldest segments, until few enough intervals lie beyond them. */
async function gather(
  { reader }: Session,
  { head, settled }: State,
): Promise<Result<{ moves: Move[]; end: number }>> {
  const moves: Move[] = [];
  let at = head.cursor;
  while (settled.filter(({ end }) => end > at).length > intervalsAfter) {
    const inside = intervalAt(settled, at);
    if (inside) {
      at = inside.end;
      continue;
    }
    const found = await reader.at(at, {
      from: head.cursor,
      to: head.next,
      points: limits.batchPoints,
    });
    if (!found.ok) return found;
    const { runs, end } = found.value;
    // Damage is for peek to settle.
    if (!runs) break;
    const columns = runs.flatMap((run) =>
      partsOutside(settled, run.firstSeq, run.firstSeq + run.seconds.length).map((part) =>
        sliceColumn(run, part.first - run.firstSeq, part.end - run.firstSeq),
      ),
    );
    moves.push({ epoch: runs[0]?.epoch ?? 0, columns });
    at = end;
  }
  return ok({ moves, end: at });
}

/** Neighbours of one epoch together, the points of a channel in one column. */
function inFewSegments(moves: readonly Move[]): Move[] {
  const groups: { readonly epoch: number; readonly columns: Column[] }[] = [];
  for (const { epoch, columns } of moves) {
    const last = groups.at(-1);
    if (last?.epoch === epoch) last.columns.push(...columns);
    else groups.push({ epoch, columns: [...columns] });
  }
  return groups.map(({ epoch, columns }) => ({ epoch, columns: byChannel(columns) }));
}
