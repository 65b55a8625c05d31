// The status document as a screen for a person.

import type { AgentStatus } from '../agent/status.ts';
import { formatDuration, formatSize } from '../core/units.ts';
import type { UplinkState } from '../uplink/status.ts';

type Colour = 'green' | 'yellow' | 'red' | 'dim';
type Paint = (colour: Colour, text: string) => string;

const codes: Readonly<Record<Colour, number>> = { green: 32, yellow: 33, red: 31, dim: 2 };

/** A channel may carry texts of 64 KiB; a screen may not. */
const longestText = 200;

const lampColours: Readonly<Record<UplinkState, Colour>> = {
  online: 'green',
  clock: 'yellow',
  paused: 'yellow',
  offline: 'red',
  failing: 'red',
  unauthorised: 'red',
  locked: 'red',
};

/** Lines of text; with escape codes of a terminal only if `coloured`. */
export function renderStatus(document: AgentStatus, coloured: boolean): string {
  const status = withoutControls(document);
  const paint: Paint = (colour, text) => (coloured ? `\x1b[${codes[colour]}m${text}\x1b[0m` : text);
  const rows: readonly (readonly [string, string])[] = [
    ['ledger', ledger(status, paint)],
    ['uplink', uplink(status, paint)],
    ['buffer', buffer(status, paint)],
    ['clock', clock(status, paint)],
    ['config', `revision ${status.config.revision}, ${status.config.state}`],
  ];
  const about = `holdfast ${status.version}, up ${formatDuration(status.uptimeMs)}`;
  return [
    `${status.device}  ${paint('dim', about)}`,
    '',
    ...rows.map(([name, text]) => `${paint('dim', name.padEnd(8))} ${text}`),
    '',
    ...sources(status, paint),
    '',
    ...channels(status, paint),
    '',
  ].join('\n');
}

/** What sensors and servers say is not to move the cursor. */
const withoutControls = (document: AgentStatus): AgentStatus =>
  JSON.parse(JSON.stringify(document), (_, value) =>
    typeof value === 'string' ? value.replace(/\p{Cc}/gu, '').slice(0, longestText) : value,
  );

function ledger({ ledger: l, reasons }: AgentStatus, paint: Paint): string {
  const sum = [
    `${count(l.delivered)} delivered`,
    `${count(l.rejected)} rejected`,
    `${count(l.thinned)} thinned`,
    `${count(l.evicted)} evicted`,
    `${count(l.pending)} pending`,
  ].join(' + ');
  const verdict = l.balanced ? paint('green', '✓ balances') : paint('red', '✗ does not balance');
  const why = Object.entries(reasons).map(([reason, points]) => `${reason} ${count(points)}`);
  const lost = why.length === 0 ? '' : `\n${' '.repeat(9)}${why.join(', ')}`;
  return `${count(l.sensed)} sensed = ${sum}  ${verdict}${lost}`;
}

function uplink({ uplink: u }: AgentStatus, paint: Paint): string {
  const facts = [
    `for ${formatDuration(u.sinceMs)}`,
    u.lastDeliveryAgeMs === undefined
      ? 'nothing delivered yet'
      : `last delivery ${ago(u.lastDeliveryAgeMs)}`,
    `${Number(u.rate.toFixed(1))} points/s`,
    ...(u.retryInMs === undefined ? [] : [`next try in ${formatDuration(u.retryInMs)}`]),
    ...(u.drainMs === undefined ? [] : [`drained in ${formatDuration(u.drainMs)}`]),
  ];
  const lamp = paint(lampColours[u.state] ?? 'red', `● ${u.state}`);
  const why = u.detail === undefined ? '' : `\n${' '.repeat(9)}${u.detail}`;
  return `${lamp}  ${facts.join(', ')}${why}`;
}

function buffer({ buffer: b }: AgentStatus, paint: Paint): string {
  const trouble = b.state === 'ok' ? '' : `  ${paint('red', `● ${b.state}: ${b.detail}`)}`;
  if (b.points === 0) return `empty, ${formatSize(b.bytes)} on the disk${trouble}`;
  const room = b.roomMs === undefined ? '' : `, room for ${formatDuration(b.roomMs)} more`;
  const oldest = `the oldest from ${ago(b.oldestAgeMs)}`;
  return `${count(b.points)} points in ${formatSize(b.bytes)}, ${oldest}${room}${trouble}`;
}

function clock({ clock: c }: AgentStatus, paint: Paint): string {
  const trust =
    c.state === 'trusted'
      ? `trusted, by the ${c.source}`
      : paint('yellow', 'not trusted yet: points are kept and not sent');
  return `${c.time}  ${trust}`;
}

function sources(status: AgentStatus, paint: Paint): string[] {
  if (status.sources.length === 0) return ['no sources'];
  const head = ['source', 'kind', 'state', 'last reading', 'frames', 'bad', 'filtered', 'folded'];
  const body = status.sources.map(({ counters: c, ...s }) => [
    s.name,
    s.kind,
    s.state,
    s.lastReadingAgeMs === undefined ? 'never' : ago(s.lastReadingAgeMs),
    ...[c.frames, c.bad, c.filtered, c.folded].map(count),
  ]);
  const why = status.sources.flatMap(({ name, detail, lastBad }) => [
    ...(detail ? [`${name}: ${detail}`] : []),
    ...(lastBad ? [`${name}: the last bad frame ${ago(lastBad.ageMs)}: ${lastBad.reason}`] : []),
  ]);
  return [...table(head, body, paint), ...why.map((line) => paint('yellow', line))];
}

function channels(status: AgentStatus, paint: Paint): string[] {
  if (status.channels.length === 0) return ['no channels'];
  const body = status.channels.map((channel) => [
    channel.name,
    channel.source,
    channel.value === undefined ? 'none yet' : `${channel.value} ${channel.unit ?? ''}`.trimEnd(),
  ]);
  return table(['channel', 'source', 'value'], body, paint);
}

function table(head: readonly string[], body: readonly string[][], paint: Paint): string[] {
  const widths = head.map((title, i) =>
    Math.max(title.length, ...body.map((row) => row[i]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [paint('dim', line(head)), ...body.map(line)];
}

const ago = (ms: number): string => (ms < 1_000 ? 'just now' : `${formatDuration(ms)} ago`);

/** `1234567` as `1,234,567`. */
const count = (n: number): string => n.toLocaleString('en-US');
