// The demo on a terminal: a status document as lines, from which a person sees an outage and its end.

import type { AgentStatus } from '../../agent/status.ts';
import { formatDuration, formatSize } from '../../core/units.ts';
import { sparkline } from './sparkline.ts';
import { firstPending, type Trace } from './trace.ts';

export interface View {
  readonly status: AgentStatus;
  readonly trace: Trace;
  /** Whether the cable is plugged in. */
  readonly on: boolean;
  readonly agentUrl: string;
  readonly platformUrl: string;
  /** The last line of the journal; may be empty. */
  readonly news: string;
  readonly columns: number;
  readonly rows: number;
  readonly coloured: boolean;
}

type Style = 'strong' | 'dim' | 'good' | 'waiting' | 'bad';
type Paint = (style: Style, text: string) => string;

const codes: Readonly<Record<Style, string>> = {
  strong: '1',
  dim: '2',
  good: '36',
  waiting: '33',
  bad: '31',
};

/** What stands to the left of a sparkline or a bar. */
const margin = 34;
/** Lines of the screen that are not channels. */
const linesAround = 20;

/** At most `rows` lines; with escape codes for colours only if `coloured`. */
export function renderScreen(view: View): string[] {
  const { status, coloured } = view;
  const paint: Paint = (style, text) =>
    coloured && text !== '' ? `\x1b[${codes[style]}m${text}\x1b[0m` : text;
  const lines = [
    '',
    ` ${paint('strong', 'Holdfast')} ${paint('dim', `demo · ${status.device} · ${clockTime(status)}`)}`,
    '',
    ...uplink(view, paint),
    '',
    ...channels(view, paint),
    '',
    ...buffer(view, paint),
    ...ledger(view, paint),
    '',
    ` ${paint('dim', 'agent    ')} ${view.agentUrl}`,
    ` ${paint('dim', 'platform ')} ${view.platformUrl}`,
    '',
    keys(view.on, paint),
    '',
    ` ${paint('dim', view.news.slice(0, view.columns - 2))}`,
  ];
  return lines.slice(0, view.rows);
}

const clockTime = ({ clock }: AgentStatus): string => `${clock.time.slice(11, 19)} UTC`;

function uplink({ status: { uplink: u, ledger: l }, on }: View, paint: Paint): string[] {
  const online = u.state === 'online';
  const lamp = paint(online ? 'good' : 'waiting', `● ${u.state}`);
  const wire = online ? paint('good', '●──●──●──●') : paint('waiting', '●──   ───●');
  const facts = [
    ...(u.retryInMs === undefined ? [] : [`next try in ${Math.ceil(u.retryInMs / 1000)}s`]),
    ...(online && l.pending > 10 ? ['catching up'] : []),
    ...(u.detail === undefined ? [] : [u.detail]),
  ];
  const cable = on ? '' : paint('waiting', '  the cable is out');
  const about = facts.length > 0 ? facts.join(', ') : `${count(u.requests)} requests`;
  return [` ${lamp}  ${wire}  ${paint('dim', about)}${cable && u.detail ? '' : cable}`];
}

function channels({ status, trace, columns, rows }: View, paint: Paint): string[] {
  const now = Math.floor(Date.parse(status.clock.time) / 1000);
  const frontier = firstPending(status);
  const width = Math.max(10, columns - margin - 1);
  const shown = status.channels.slice(0, Math.max(1, rows - linesAround));
  const lines = shown.map(({ name, value, unit }) => {
    const blocks = sparkline(trace.of(name), width, now, frontier)
      .map(({ text, waiting }) => paint(waiting ? 'waiting' : 'good', text))
      .join('');
    const number = typeof value === 'number' ? value.toFixed(2) : String(value ?? '–');
    const label = `${fit(name, 16)}${number.slice(0, 9).padStart(9)} ${fit(unit ?? '', 5)}`;
    return ` ${label}  ${blocks}`;
  });
  const hidden = status.channels.length - shown.length;
  return hidden > 0 ? [...lines, paint('dim', ` … and ${hidden} more channels`)] : lines;
}

function buffer({ status: { buffer: b, ledger: l } }: View, paint: Paint): string[] {
  const facts = [
    ...(l.pending > 0 ? [`oldest ${formatDuration(Math.round(b.oldestAgeMs / 1000) * 1000)}`] : []),
    `${formatSize(b.bytes)} on disk`,
    ...(b.roomMs === undefined ? [] : [`room for ${formatDuration(b.roomMs)} more`]),
  ];
  const held = paint(l.pending > 10 ? 'waiting' : 'good', `${count(l.pending)} waiting`);
  return [` ${paint('dim', 'buffer   ')} ${held}${paint('dim', `, ${facts.join(', ')}`)}`];
}

function ledger({ status: { ledger: l }, columns }: View, paint: Paint): string[] {
  const width = Math.max(10, columns - 12);
  const other = l.rejected + l.thinned + l.evicted;
  const cells = (points: number) =>
    points === 0 ? 0 : Math.max(1, Math.round((points / Math.max(1, l.sensed)) * width));
  const waiting = cells(l.pending);
  const lost = cells(other);
  const bar =
    paint('good', '█'.repeat(Math.max(0, width - waiting - lost))) +
    paint('bad', '█'.repeat(lost)) +
    paint('waiting', '▒'.repeat(waiting));
  const verdict = l.balanced ? paint('good', '✓') : paint('bad', '✗ does not balance');
  const terms = (['delivered', 'rejected', 'thinned', 'evicted', 'pending'] as const)
    .filter((name) => l[name] > 0 || name === 'delivered' || name === 'pending')
    .map((name) => `${count(l[name])} ${name}`);
  const equation = `${count(l.sensed)} sensed = ${terms.join(' + ')}`;
  return [` ${paint('dim', 'ledger   ')} ${equation} ${verdict}`, ` ${' '.repeat(9)} ${bar}`];
}

const keys = (on: boolean, paint: Paint): string =>
  ` ${paint('strong', 'o')} ${on ? 'pull the cable' : 'plug the cable back in'}   ${paint('strong', 'q')} quit`;

const fit = (text: string, width: number): string =>
  (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width);

const count = (n: number): string => n.toLocaleString('en-US');
