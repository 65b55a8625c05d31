// A bounded queue of text: writers never wait, the reader takes all there is, overflow ends it.

export interface TextQueue extends AsyncIterable<string> {
  push(text: string): void;
  /** What waits is still read; what is pushed later is dropped. Idempotent. */
  end(): void;
}

/** Past `maxBytes` of waiting text the queue drops everything and ends: its reader must start anew. */
export function createTextQueue(maxBytes: number): TextQueue {
  let waiting: string[] = [];
  let bytes = 0;
  let ended = false;
  let wake = () => {};

  const end = () => {
    ended = true;
    wake();
  };

  return {
    end,
    push(text) {
      if (ended) return;
      bytes += Buffer.byteLength(text);
      waiting.push(text);
      if (bytes > maxBytes) {
        waiting = [];
        end();
      } else wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        if (waiting.length > 0) {
          const text = waiting.join('');
          waiting = [];
          bytes = 0;
          yield text;
        } else if (ended) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
}
