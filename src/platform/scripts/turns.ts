// Turns: how many scripts compute at the same moment, the others in the order in which they came.

export interface Turns {
  take(): Promise<void>;
  give(): void;
}

export function createTurns(count: number): Turns {
  const line: (() => void)[] = [];
  let free = count;
  return {
    async take() {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => line.push(resolve));
    },
    give() {
      const next = line.shift();
      if (next) next();
      else free += 1;
    },
  };
}
