// `status`: what a person reads of an agent, and what a program gets.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AgentStatus } from '../../../src/agent/status.ts';
import { renderStatus } from '../../../src/cli/render-status.ts';
import { status } from '../../../src/cli/status.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { createFakeHttp } from '../../fakes/http.ts';
import { createFakeTerminal } from '../../fakes/terminal.ts';

const document: AgentStatus = {
  device: 'greenhouse-1',
  version: '0.1.0',
  startedAt: '2026-01-02T03:04:05.000Z',
  uptimeMs: 5_400_000,
  ledger: {
    sensed: 12_345,
    delivered: 12_000,
    rejected: 1,
    thinned: 2,
    evicted: 3,
    pending: 339,
    balanced: true,
  },
  uplink: {
    state: 'offline',
    detail: 'no connection to 127.0.0.1:8420',
    sinceMs: 65_000,
    retryInMs: 2_500,
    failures: 7,
    requests: 99,
    lastDeliveryAgeMs: 66_000,
    rate: 0,
  },
  reasons: { 'rejected invalid': 1, 'thinned collision': 2, 'evicted floor': 3 },
  buffer: {
    state: 'disk-full',
    detail: 'no space left',
    bytes: 20_480,
    points: 339,
    segments: 4,
    oldestAgeMs: 66_000,
    roomMs: 864_000_000,
  },
  clock: { state: 'trusted', source: 'system', time: '2026-01-02T04:34:05.000Z' },
  config: { revision: 1, state: 'running' },
  sources: [
    {
      name: 'soil',
      kind: 'serial',
      state: 'waiting',
      detail: 'no port /dev/ttyUSB0\x1b[31m',
      lastReadingAgeMs: 61_000,
      lastBad: { reason: 'a frame is not JSON', ageMs: 120_000 },
      counters: { frames: 2_000, bad: 10, filtered: 20, folded: 30 },
    },
  ],
  channels: [
    { name: 'moisture', source: 'soil', unit: '%', value: 41.5, second: 1 },
    { name: 'note', source: 'soil', value: 'evil\x1b[2Jtext', second: 1 },
    { name: 'warmth', source: 'soil' },
  ],
  commands: { last: [] },
  workspaces: [],
};

describe('the screen', () => {
  const screen = renderStatus(document, false);

  test('has the equation, and whether it balances', () => {
    const sum = '12,000 delivered + 1 rejected + 2 thinned + 3 evicted + 339 pending';
    assert.ok(screen.includes(`12,345 sensed = ${sum}  ✓ balances\n`), screen);
    const broken = { ...document, ledger: { ...document.ledger, balanced: false } };
    assert.match(renderStatus(broken, false), /✗ does not balance/);
  });

  test('has the uplink with the reason for its state and the next try', () => {
    assert.match(
      screen,
      /uplink +● offline +for 1\.1m, last delivery 1\.1m ago, .*next try in 2\.5s/,
    );
    assert.match(screen, /\n +no connection to 127\.0\.0\.1:8420\n/);
  });

  test('has the buffer, the clock and the sources with their counters', () => {
    assert.match(
      screen,
      /buffer +339 points in 20KiB, the oldest from 1\.1m ago, room for 10d more/,
    );
    assert.match(screen, /10d more +● disk-full: no space left\n/);
    assert.match(screen, /\n +rejected invalid 1, thinned collision 2, evicted floor 3\n/);
    assert.match(screen, /clock +2026-01-02T04:34:05\.000Z +trusted, by the system/);
    assert.match(screen, /\nsoil +serial +waiting +1m ago +2,000 +10 +20 +30\n/);
    assert.match(screen, /\nsoil: the last bad frame 2m ago: a frame is not JSON\n/);
    assert.match(screen, /\nmoisture +soil +41\.5 %\n/);
    assert.match(screen, /\nwarmth +soil +none yet\n/);
  });

  test('lets no control character of a sensor through', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for.
    assert.doesNotMatch(screen, /[\x00-\x09\x0b-\x1f\x7f]/);
    assert.match(screen, /eviltext|evil\[2Jtext/);
  });

  test('has colours only where asked for', () => {
    assert.ok(renderStatus(document, true).includes('\x1b[31m● offline\x1b[0m'));
  });
});

function createWorld(isScreen = false, env: Record<string, string> = {}) {
  const clock = createFakeClock();
  const http = createFakeHttp({ clock });
  const terminal = createFakeTerminal({ isScreen, env });
  http.serve(async ({ path }) =>
    path === '/status' ? { status: 200, body: JSON.stringify(document) } : { status: 404 },
  );
  const run = (more: { json?: boolean; watch?: boolean } = {}) =>
    status({ url: 'http://127.0.0.1:8421', ...more }, { http, clock, terminal });
  return { clock, http, terminal, run };
}

describe('the command', () => {
  test('prints the screen, or the document as JSON', async () => {
    const { run, terminal } = createWorld();
    assert.equal(await run(), 0);
    assert.equal(terminal.output, renderStatus(document, false));
    const other = createWorld();
    assert.equal(await other.run({ json: true }), 0);
    assert.deepEqual(JSON.parse(other.terminal.output), document);
  });

  test('paints on a screen, unless told not to', async () => {
    const screen = createWorld(true);
    await screen.run();
    assert.equal(screen.terminal.output, renderStatus(document, true));
    const plain = createWorld(true, { NO_COLOR: '1' });
    await plain.run();
    assert.equal(plain.terminal.output, renderStatus(document, false));
  });

  test('ends with 75 when no agent can be reached, with 1 when something else answers', async () => {
    const away = createWorld();
    away.http.serve(undefined);
    assert.equal(await away.run(), 75);
    assert.match(away.terminal.complaints, /^no status from http:\/\/127\.0\.0\.1:8421: .+\n$/);
    const other = createWorld();
    other.http.next({ status: 200, body: '{"hello": "world"}' });
    assert.equal(await other.run(), 1);
    assert.match(other.terminal.complaints, /is no agent\n$/);
  });

  test('watches until Ctrl-C, also while the agent is away', async () => {
    const { run, terminal, clock, http } = createWorld();
    http.next(undefined, 'lost-request');
    const watching = run({ json: true, watch: true });
    await clock.advance(2_500);
    terminal.interrupt();
    await clock.advance(1);
    assert.equal(await watching, 0);
    assert.equal(terminal.output.trimEnd().split('\n').length, 2);
    assert.match(terminal.complaints, /^no status from .+\n$/);
  });

  test('stops watching when nobody reads it any more, and ends with 0', async () => {
    const { run, terminal, clock } = createWorld();
    const watching = run({ watch: true });
    await clock.advance(500);
    terminal.leave('answers');
    await clock.advance(1_000);
    assert.equal(await watching, 0);
  });
});
