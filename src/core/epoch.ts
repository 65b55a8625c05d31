// Epoch: a stretch of one boot in which one anchor turns monotonic time into seconds.

/**
 * The anchor of an epoch: wall = wallMs + (mono - monoMs), for readings of boot `bootId`. While
 * `trusted` is false its points are kept and not sent. On trust they are dated by `shiftSeconds`, a
 * whole number, so that what `fold` made unique stays unique; then it never changes again.
 */
export interface Epoch {
  readonly id: number;
  readonly bootId: string;
  readonly wallMs: number;
  readonly monoMs: number;
  readonly trusted: boolean;
  readonly shiftSeconds: number;
}

/** The wall time, in milliseconds, that this epoch gives to a moment of its boot. */
export const epochWallMs = (epoch: Epoch, monoMs: number): number =>
  epoch.wallMs + (monoMs - epoch.monoMs) + epoch.shiftSeconds * 1000;
