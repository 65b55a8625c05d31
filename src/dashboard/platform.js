// The platform's page: what is stored, and how fast points and requests come in.

import { createChart } from './chart.js';
import { byId, setText } from './dom.js';
import { count, value } from './format.js';

const everyMs = 1_000;
const keptSeconds = 200;

/** A counter of the platform as a rate: its growth between two looks, `own` of which this page caused. */
function createRate(name, own) {
  const points = { seconds: [], values: [] };
  const chart = createChart(byId(`${name}-chart`), { kind: 'rate', onPick: () => {} });
  let last;
  return (total, now) => {
    setText(byId(name), count(total));
    if (last && total >= last.total && now > last.now) {
      const rate = Math.max(0, (total - last.total - own) / (now - last.now));
      points.seconds.push(now);
      points.values.push(rate);
      setText(byId(`${name}-rate`), value(Math.round(rate * 10) / 10));
    }
    last = { total, now };
    const stale = points.seconds.findIndex((second) => second > now - keptSeconds);
    points.seconds.splice(0, Math.max(0, stale));
    points.values.splice(0, Math.max(0, stale));
    chart.update(points, Number.POSITIVE_INFINITY, now, []);
  };
}

const showPoints = createRate('points', 0);
const showRequests = createRate('requests', 1);

setText(byId('rpc'), `POST ${location.origin}/onep:v1/rpc/process`);

async function look() {
  try {
    const answer = await fetch('/status', { signal: AbortSignal.timeout(5_000) });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const status = await answer.json();
    const now = Date.now() / 1000;
    document.documentElement.dataset.ready = 'true';
    setText(byId('time'), new Date().toLocaleTimeString('en-GB'));
    setText(byId('clients'), count(status.clients));
    setText(byId('dataports'), count(status.dataports));
    showPoints(status.points, now);
    showRequests(status.requests, now);
    byId('silence').hidden = true;
  } catch {
    byId('silence').hidden = false;
  }
  setTimeout(look, everyMs);
}

void look();
