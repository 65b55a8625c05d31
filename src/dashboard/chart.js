// One chart: the last minutes of a channel, what is delivered solid, what still waits dashed and amber.

import { colour } from './dom.js';
import uPlot from './uplot.js';

/** How far back a chart reaches, in seconds. */
export const spanSeconds = 180;

const height = 168;
const font = '11px system-ui, sans-serif';

/** Values of a chart: numbers as they are, booleans as a step between 0 and 1. */
const plotted = (value) => (typeof value === 'boolean' ? Number(value) : value);

/** Breaks the line where points are missing: much longer than the usual distance between two. */
function withGaps({ seconds, values }) {
  const steps = seconds.slice(1).map((second, index) => second - seconds[index]);
  const usual = [...steps].sort((a, b) => a - b)[steps.length >> 1] ?? 1;
  const [xs, ys] = [[], []];
  for (const [index, second] of seconds.entries()) {
    if (index > 0 && steps[index - 1] > Math.max(3, usual * 4)) {
      xs.push(seconds[index - 1] + usual);
      ys.push(null);
    }
    xs.push(second);
    ys.push(plotted(values[index]));
  }
  return [xs, ys];
}

/** The two lines of a chart; the waiting one starts at the last delivered point, so that they meet. */
function split([xs, ys], frontier) {
  const first = xs.findIndex((second) => second >= frontier);
  const from = first < 0 ? xs.length : first;
  return [
    xs,
    ys.map((y, index) => (index < from ? y : null)),
    ys.map((y, index) => (index >= from - 1 && from < xs.length ? y : null)),
  ];
}

function shadeOutages(plot, outages, now) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = colour('outage');
  for (const { from, to = now } of outages) {
    const left = plot.valToPos(from, 'x', true);
    const right = plot.valToPos(to, 'x', true);
    ctx.fillRect(left, bbox.top, Math.max(2, right - left), bbox.height);
  }
  ctx.restore();
}

function fillBelow(plot) {
  const { top, height: tall } = plot.bbox;
  const gradient = plot.ctx.createLinearGradient(0, top, 0, top + tall);
  gradient.addColorStop(0, colour('delivered-fill'));
  gradient.addColorStop(1, 'transparent');
  return gradient;
}

const axes = [
  {
    stroke: () => colour('muted'),
    grid: { stroke: () => colour('line'), width: 1 },
    ticks: { show: false },
    space: 90,
    size: 26,
    font,
    values: (_plot, seconds) =>
      seconds.map((second) => new Date(second * 1000).toLocaleTimeString('en-GB')),
  },
  {
    stroke: () => colour('muted'),
    grid: { stroke: () => colour('line'), width: 1 },
    ticks: { show: false },
    space: 32,
    size: 46,
    font,
  },
];

const falseTrue = (_plot, ticks) => ticks.map((tick) => ({ 0: 'false', 1: 'true' })[tick] ?? '');

/** Some air above and below, and never a range of nothing. */
function range(_plot, min, max) {
  if (min === null || max === null) return [0, 1];
  const air = max === min ? Math.max(1, Math.abs(max) * 0.1) : (max - min) * 0.15;
  return [min - air, max + air];
}

const rangeOfRate = (_plot, _min, max) => [0, Math.max(5, (max ?? 0) * 1.1)];

/**
 * A chart inside `box` of a `kind`: `value`, `switch` (false and true, as steps) or `rate`. `update(points, frontier, now, outages)` draws
 * and returns what it plotted; `onPick(index | undefined)` tells which of it is under the cursor.
 */
export function createChart(box, { kind, onPick }) {
  let shown = { now: 0, outages: [] };
  const isSwitch = kind === 'switch';
  const paths = isSwitch ? uPlot.paths.stepped({ align: 1 }) : uPlot.paths.linear();
  const [across, upward] = axes;
  const plot = new uPlot(
    {
      width: box.clientWidth || 480,
      height,
      legend: { show: false },
      padding: [12, 24, 0, 0],
      scales: {
        x: { time: true, range: () => [shown.now - spanSeconds, shown.now] },
        y: { range: kind === 'rate' ? rangeOfRate : range },
      },
      axes: [across, isSwitch ? { ...upward, values: falseTrue, splits: [0, 1] } : upward],
      series: [
        {},
        {
          stroke: () => colour('delivered'),
          fill: fillBelow,
          width: 2,
          paths,
          points: { show: false },
        },
        { stroke: () => colour('pending'), width: 2, dash: [5, 4], paths, points: { show: false } },
      ],
      cursor: { y: false, drag: { x: false, y: false }, sync: { key: 'holdfast' } },
      hooks: {
        drawClear: [(self) => shadeOutages(self, shown.outages, shown.now)],
        setCursor: [(self) => onPick(self.cursor.idx ?? undefined)],
      },
    },
    [[], [], []],
    box,
  );
  const resize = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height }));
  resize.observe(box);

  return {
    update(points, frontier, now, outages) {
      shown = { now, outages };
      const lines = withGaps(points);
      plot.setData(split(lines, frontier));
      return lines;
    },
    remove() {
      resize.disconnect();
      plot.destroy();
    },
  };
}
