// The channels: a card with the newest value and a chart for each; after an outage the gap fills in.

import { createChart } from '../chart.js';
import { byId, make, prefersCalm, setText } from '../dom.js';
import { count, timeOfDay, value } from '../format.js';
import { firstPending } from './history.js';

/** More charts than this make a page heavy; the other channels are listed with their values. */
const chartsAtMost = 12;
/** Time in which the points of an outage turn from waiting to delivered, so that an eye can follow. */
const sweepMs = 1_400;
/** A smaller step of the frontier is everyday traffic. */
const sweepFromSeconds = 4;

export function createCharts(history) {
  const cards = new Map();
  let frontier = Number.NEGATIVE_INFINITY;
  let sweep;
  let status;

  const draw = (at) => {
    const now = Date.parse(status.clock.time) / 1000;
    for (const card of cards.values()) card.draw(history, at, now);
  };

  /** Moves the frontier from what was first pending to `target`, over sweepMs. */
  const startSweep = (from, target) => {
    const started = performance.now();
    const step = (time) => {
      const share = Math.min(1, (time - started) / sweepMs);
      frontier = from + (target() - from) * (1 - (1 - share) ** 3);
      if (share < 1) sweep = requestAnimationFrame(step);
      else [frontier, sweep] = [target(), undefined];
      draw(frontier);
    };
    sweep = requestAnimationFrame(step);
  };

  /** The first second that waits, or the newest there is plus one: a number to sweep to. */
  const target = () =>
    Math.min(firstPending(status), Math.floor(Date.parse(status.clock.time) / 1000) + 1);

  return {
    show(next) {
      status = next;
      layOut(cards, status);
      for (const channel of status.channels) cards.get(channel.name)?.show(channel);
      if (sweep !== undefined) return;
      const leap = target() - frontier;
      if (Number.isFinite(leap) && leap > sweepFromSeconds && !prefersCalm()) {
        startSweep(frontier, target);
        return;
      }
      frontier = target();
      draw(frontier);
    },
  };
}

/** One card for each of the first channels, and one line for each of the others. */
function layOut(cards, { channels }) {
  const charted = channels.slice(0, chartsAtMost);
  for (const [name, card] of cards) {
    if (!charted.some((channel) => channel.name === name)) {
      card.remove();
      cards.delete(name);
    }
  }
  for (const channel of charted) {
    if (!cards.has(channel.name)) cards.set(channel.name, createCard(channel));
  }
  byId('no-channels').hidden = channels.length > 0;
  const others = channels.slice(chartsAtMost);
  byId('other-channels').hidden = others.length === 0;
  setText(byId('other-channels-title'), `${count(others.length)} more channels`);
  byId('other-channels-list').replaceChildren(
    ...others.map((channel) =>
      make(
        'div',
        { class: 'other' },
        make('dt', {}, channel.name),
        make('dd', {}, `${value(channel.value)} ${channel.unit ?? ''}`),
      ),
    ),
  );
}

function createCard({ name, unit = '' }) {
  const number = make('span', { class: 'number' }, '–');
  const moment = make('span', { class: 'moment' });
  const canvas = make('div', { class: 'canvas', role: 'img' });
  const words = make('p', { class: 'words', hidden: '' });
  const card = make(
    'article',
    { class: 'card channel' },
    make(
      'header',
      {},
      make('h3', {}, name),
      make('p', { class: 'newest' }, number, make('span', { class: 'unit' }, unit)),
    ),
    canvas,
    words,
    moment,
  );
  byId('charts').append(card);
  let newest;
  let chart;
  let lines = [[], []];
  let picked;

  const showNumbers = () => {
    const at = picked === undefined ? undefined : lines[0][picked];
    const shown = at === undefined ? newest?.value : lines[1][picked];
    setText(number, value(shown ?? undefined));
    setText(moment, at === undefined ? '' : timeOfDay(at));
  };

  const onPick = (index) => {
    picked = index;
    showNumbers();
  };

  return {
    show(channel) {
      newest = channel;
      canvas.hidden = typeof channel.value === 'string';
      words.hidden = !canvas.hidden;
      if (words.hidden && channel.value !== undefined) {
        chart ??= createChart(canvas, {
          kind: typeof channel.value === 'boolean' ? 'switch' : 'value',
          onPick,
        });
        canvas.setAttribute('aria-label', `${name}: ${value(channel.value)} ${unit}`);
      }
      showNumbers();
    },
    draw(history, frontier, now) {
      const points = history.points(name);
      if (words.hidden) lines = chart?.update(points, frontier, now, history.outages()) ?? lines;
      else setText(words, lastWords(points));
    },
    remove() {
      chart?.remove();
      card.remove();
    },
  };
}

/** The last few texts of a channel that carries no numbers. */
const lastWords = ({ seconds, values }) =>
  seconds
    .slice(-5)
    .map((second, index) => `${timeOfDay(second)}  ${values.slice(-5)[index]}`)
    .reverse()
    .join('\n');
