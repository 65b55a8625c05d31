// Line framing: a frame ends with LF or CR LF.
//
// Invariants.
// - What comes before the first delimiter is the tail of a line that began unheard: it is no frame.
// - At most maxBytes and a CR are kept, however long a line grows; it is counted bad once.
// - Empty lines are no frames and no faults: devices send them to say nothing.

import type { FrameEvents, Framer } from './framer.ts';

export interface LineSettings {
  /** Longest line without its delimiter, in bytes. */
  readonly maxBytes: number;
}

const LF = 0x0a;
const CR = 0x0d;

export function createLineFramer({ maxBytes }: LineSettings, events: FrameEvents): Framer {
  const begun = createByteBuffer(maxBytes + 1);
  let skipping = true;

  const tooLong = () => events.bad(`a line is longer than ${maxBytes} bytes`);

  const end = (line: Uint8Array) => {
    const bytes = line.at(-1) === CR ? line.subarray(0, -1) : line;
    if (bytes.length > maxBytes) tooLong();
    else if (bytes.length > 0) events.frame(bytes);
  };

  /** Takes a part of a line that has not ended yet. */
  const keep = (part: Uint8Array) => {
    if (skipping || begun.append(part)) return;
    skipping = true;
    tooLong();
  };

  return {
    push(bytes) {
      let from = 0;
      for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, from)) {
        const part = bytes.subarray(from, at);
        from = at + 1;
        if (begun.length === 0 && !skipping) end(part);
        else {
          keep(part);
          if (!skipping) end(begun.bytes());
        }
        begun.clear();
        skipping = false;
      }
      keep(bytes.subarray(from));
    },
  };
}

/** Bytes of a line that has begun: grows as needed, up to a bound. */
function createByteBuffer(maxBytes: number) {
  let room = new Uint8Array(Math.min(maxBytes, 256));
  let length = 0;
  return {
    get length() {
      return length;
    },
    bytes: () => room.subarray(0, length),
    clear: () => {
      length = 0;
    },
    /** False when the bytes do not fit; then nothing is kept of them. */
    append(part: Uint8Array): boolean {
      const needed = length + part.length;
      if (needed > maxBytes) return false;
      if (needed > room.length) {
        const larger = new Uint8Array(Math.min(maxBytes, Math.max(needed, 2 * room.length)));
        larger.set(room.subarray(0, length));
        room = larger;
      }
      room.set(part, length);
      length = needed;
      return true;
    },
  };
}
