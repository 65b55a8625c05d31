// Tray: points on their way from fold to append, in memory, bounded: when it is full its oldest go.

import type { Column } from '../core/point.ts';
import { byChannel, pointBytes, sliceColumn } from './format/columns.ts';

export interface TrayLimits {
  readonly trayPoints: number;
  /** Bytes of points, roughly. */
  readonly trayBytes: number;
}

/** What one append gets. */
export interface Taken {
  readonly columns: readonly Column[];
  /** Points that never came to the log, for its ledger. */
  readonly collisions: number;
  readonly evicted: number;
}

export interface Tray {
  add(columns: readonly Column[]): void;
  /** Everything, one column a channel, and the counts; undefined when there is nothing to say. */
  take(counts: { readonly collisions: number }): Taken | undefined;
  /** Gives back, as the oldest, what an append did not acknowledge. */
  putBack(taken: Taken): void;
  readonly points: number;
  /** Points that were pushed out and are not yet told to the log. */
  readonly evicted: number;
}

export function createTray(limits: TrayLimits): Tray {
  let columns: Column[] = [];
  let points = 0;
  let bytes = 0;
  let collisions = 0;
  let evicted = 0;

  const weigh = ({ values }: Column): number =>
    values.reduce<number>((sum, value) => sum + pointBytes(value), 0);
  const hold = (added: readonly Column[]): void => {
    for (const column of added) {
      points += column.values.length;
      bytes += weigh(column);
    }
  };

  /** Pushes out the oldest points until the rest fits. */
  const fit = (): void => {
    let index = 0;
    while (points > limits.trayPoints || bytes > limits.trayBytes) {
      const column = columns[index++] as Column;
      let gone = 0;
      for (const value of column.values) {
        if (points <= limits.trayPoints && bytes <= limits.trayBytes) break;
        points--;
        bytes -= pointBytes(value);
        gone++;
      }
      evicted += gone;
      if (gone < column.values.length) {
        columns[--index] = sliceColumn(column, gone, column.values.length);
      }
    }
    columns = columns.slice(index);
  };

  return {
    get points() {
      return points;
    },
    get evicted() {
      return evicted;
    },
    add(added) {
      columns.push(...added);
      hold(added);
      fit();
    },
    take(counts) {
      const taken = {
        columns: byChannel(columns),
        collisions: collisions + counts.collisions,
        evicted,
      };
      const nothing = points + taken.collisions + taken.evicted === 0;
      columns = [];
      points = bytes = collisions = evicted = 0;
      return nothing ? undefined : taken;
    },
    putBack(taken) {
      columns = [...taken.columns, ...columns];
      hold(taken.columns);
      collisions += taken.collisions;
      evicted += taken.evicted;
      fit();
    },
  };
}
