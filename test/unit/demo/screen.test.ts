// The demo's terminal view: what a person reads, and that it fits the screen.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import type { AgentStatus } from '../../../src/agent/status.ts';
import { createPainter } from '../../../src/cli/demo/painter.ts';
import { renderScreen, type View } from '../../../src/cli/demo/screen.ts';
import { sparkline } from '../../../src/cli/demo/sparkline.ts';
import { createTrace } from '../../../src/cli/demo/trace.ts';
import { createFakeTerminal } from '../../fakes/terminal.ts';
import { exampleStatus } from '../endpoint/status-example.ts';

const view = (changes: Partial<View> = {}): View => ({
  status: exampleStatus,
  trace: createTrace(100),
  on: false,
  agentUrl: 'http://127.0.0.1:8421',
  platformUrl: 'http://127.0.0.1:8420',
  news: '12:00:00 warn  uplink offline',
  columns: 80,
  rows: 24,
  coloured: false,
  ...changes,
});

test('an outage is said in words, with the next try and the whole equation', () => {
  const text = renderScreen(view()).join('\n');
  assert.match(text, /● offline .* next try in 4s/);
  assert.match(text, /14 waiting, oldest 12s, 2KiB on disk, room for 1d more/);
  assert.match(
    text,
    /100 sensed = 80 delivered \+ 1 rejected \+ 2 thinned \+ 3 evicted \+ 14 pending ✓/,
  );
  assert.match(text, /http:\/\/127\.0\.0\.1:8421/);
  assert.match(text, /o plug the cable back in/);
  assert.match(text, /warn {2}uplink offline/);
  assert.equal(text, stripVTControlCharacters(text));
});

test('an account that does not balance is told as such', () => {
  const status = { ...exampleStatus, ledger: { ...exampleStatus.ledger, balanced: false } };
  assert.match(renderScreen(view({ status })).join('\n'), /✗ does not balance/);
});

for (const [columns, rows] of [
  [80, 24],
  [120, 50],
  [60, 15],
] as const) {
  test(`a screen of ${columns} by ${rows} is never overrun, however many channels there are`, () => {
    const [channel] = exampleStatus.channels;
    assert(channel);
    const channels = Array.from({ length: 60 }, (_, n) => ({
      ...channel,
      name: `a rather long name of channel ${n}`,
      value: 123_456_789.123,
    }));
    const status: AgentStatus = { ...exampleStatus, channels };
    const trace = createTrace(300);
    trace.add(status);
    const lines = renderScreen(view({ status, trace, columns, rows, coloured: true }));
    assert(lines.length <= rows, `${lines.length} lines`);
    const bars = lines.filter((line) => /[▁-█]/.test(line)).map(stripVTControlCharacters);
    assert(bars.length > 0);
    for (const line of bars) assert(line.length <= columns, `${line.length} columns: ${line}`);
  });
}

test('a sparkline has one block a second, and tells what waits from what arrived', () => {
  const values = new Map([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [100 + n, n]));
  assert.deepEqual(sparkline(values, 8, 108, 106), [
    { text: '▁▂▃▄▅', waiting: false },
    { text: '▆▇█', waiting: true },
  ]);
  const [all] = sparkline(values, 8, 108, Number.POSITIVE_INFINITY);
  assert.equal(all?.text, '▁▂▃▄▅▆▇█');
});

test('a sparkline shows a hole where nothing was, bridges a late second, and draws booleans', () => {
  const text = (values: [number, number | boolean | string][]) =>
    sparkline(new Map(values), 6, 6, Number.POSITIVE_INFINITY)[0]?.text;
  assert.equal(text([[6, 1]]), '     ▄');
  assert.equal(
    text([
      [1, false],
      [3, true],
      [6, 'no number'],
    ]),
    '▁▁███ ',
  );
});

test('the trace forgets what is older than asked', () => {
  const trace = createTrace(2);
  const at = (second: number) =>
    trace.add({ ...exampleStatus, channels: [{ name: 'a', source: 's', value: second, second }] });
  for (const second of [1, 2, 3]) at(second);
  assert.deepEqual([...trace.of('a').keys()], [2, 3]);
  assert.equal(trace.of('b').size, 0);
});

test('the painter writes a frame only when it changed, and gives the screen back once', () => {
  const terminal = createFakeTerminal();
  const painter = createPainter(terminal);
  painter.paint(['one', 'two']);
  const before = terminal.output;
  assert(before.startsWith('\x1b[?1049h'));
  assert(before.includes('\x1b[Hone\x1b[K\r\ntwo\x1b[K\x1b[J'));
  painter.paint(['one', 'two']);
  assert.equal(terminal.output, before);
  painter.leave();
  painter.leave();
  painter.paint(['three']);
  assert.equal(terminal.output, `${before}\x1b[?7h\x1b[?25h\x1b[?1049l`);
});
