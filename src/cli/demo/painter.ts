// The painter: lines onto a screen in place, without flicker, and the person's own screen back at the end.

import type { Terminal } from '../../core/ports/terminal.ts';

export interface Painter {
  /** Shows these lines in place of the last ones; after `leave` nothing is shown. */
  paint(lines: readonly string[]): void;
  /** Idempotent. */
  leave(): void;
}

/** The other screen, no cursor, and a line that is too long is cut instead of wrapped. */
const enter = '\x1b[?1049h\x1b[?25l\x1b[?7l';
const leave = '\x1b[?7h\x1b[?25h\x1b[?1049l';
/** One frame is shown at once, by terminals that know how (mode 2026), and is written over the last. */
const begin = '\x1b[?2026h\x1b[H';
const end = '\x1b[J\x1b[?2026l';

/** Takes the screen over at once; lines may hold escape codes for colours. */
export function createPainter(terminal: Pick<Terminal, 'out'>): Painter {
  let last = '';
  let left = false;
  terminal.out(enter);
  return {
    paint(lines) {
      const frame = lines.map((line) => `${line}\x1b[K`).join('\r\n');
      if (left || frame === last) return;
      last = frame;
      terminal.out(`${begin}${frame}${end}`);
    },
    leave() {
      if (!left) terminal.out(leave);
      left = true;
    },
  };
}
