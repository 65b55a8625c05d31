// Random: chance, so that a simulation can repeat it from a seed.

export interface Random {
  /** A number in [0, 1). */
  float(): number;
  /** Unpredictable bytes, fit for keys when the implementation is the machine's. */
  bytes(count: number): Uint8Array;
}
