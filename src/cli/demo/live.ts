// The demo on a screen: redrawn twice a second, and at once after a key.

import type { Clock } from '../../core/ports/clock.ts';
import type { Terminal } from '../../core/ports/terminal.ts';
import { createPainter } from './painter.ts';
import { renderScreen } from './screen.ts';
import type { Demo } from './start.ts';
import { createTrace } from './trace.ts';

const redrawMs = 500;
/** The widest screen there is a point for. */
const tracedSeconds = 400;

export interface LivePorts {
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** The last line of the journal. */
  news(): string;
}

/** Shows the demo until the person has had enough: `q`, Ctrl-C, or `stop` aborts. */
export async function showLive(
  demo: Demo,
  { terminal, clock, news }: LivePorts,
  stop: AbortSignal,
): Promise<void> {
  const coloured = !terminal.env.NO_COLOR;
  const trace = createTrace(tracedSeconds);
  const painter = createPainter(terminal);
  terminal.onCrash(async () => painter.leave());
  const quit = new AbortController();
  const draw = () => {
    const { columns, rows } = terminal;
    const status = demo.agent.status();
    trace.add(status);
    const screen = { columns, rows, coloured, news: news(), on: demo.gate.on };
    painter.paint(renderScreen({ ...demo, ...screen, status, trace }));
  };
  const noKeys = terminal.keys((key) => {
    if (key === 'q') quit.abort();
    if (key === 'o') {
      demo.gate.set(!demo.gate.on);
      draw();
    }
  });
  const end = AbortSignal.any([stop, quit.signal]);
  while (!end.aborted) {
    draw();
    await clock.sleep(redrawMs, end);
  }
  noKeys();
  painter.leave();
}
