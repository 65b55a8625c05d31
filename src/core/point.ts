// Reading, Point, Column, Run: the same datum on its way from a wire to the far side.

/** What a channel can carry. Numbers are finite; the format of the dataport decides float or integer. */
export type Value = number | string | boolean;

/** What a source sensed, at a moment of the monotonic clock (milliseconds since boot). */
export interface Reading {
  readonly channel: string;
  readonly value: Value;
  readonly monoMs: number;
}

/**
 * One value of one channel in one whole second (Unix time under an epoch). `fold` guarantees that
 * (channel, second) is unique, so that sending a point again is harmless.
 */
export interface Point {
  readonly channel: string;
  readonly second: number;
  readonly value: Value;
}

/** The points of one channel, in order, as parallel lists: the form in which they are kept and sent. */
export interface Column {
  readonly channel: string;
  readonly seconds: readonly number[];
  readonly values: readonly Value[];
}

/**
 * A column that the buffer holds. Its points have the sequence numbers firstSeq, firstSeq + 1, and
 * so on; the log is ordered by these and never by time. `epoch` names the stretch of time whose
 * anchor gave the seconds (see core/epoch.ts).
 */
export interface Run extends Column {
  readonly epoch: number;
  readonly firstSeq: number;
}
