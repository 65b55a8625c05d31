// The agent's page: one feed, and each part shows the newest status in its own way.

import { byId, setText } from '../dom.js';
import { duration } from '../format.js';
import { createBuffer } from './buffer.js';
import { createCharts } from './charts.js';
import { createDemo } from './demo.js';
import { startFeed } from './feed.js';
import { createFlow } from './flow.js';
import { createHistory } from './history.js';
import { createLedger } from './ledger.js';
import { createSources } from './sources.js';

const history = createHistory();
history.restore();
addEventListener('pagehide', history.save);

const ledger = createLedger();
const parts = [
  createFlow(),
  createBuffer(),
  createCharts(history),
  createSources(),
  createDemo(() => hurry()),
];

const clockWords = {
  system: 'clock trusted',
  platform: 'clock trusted, by the platform',
  none: 'clock not trusted yet',
};

function showHead(status) {
  document.title = `${status.device} · Holdfast`;
  setText(byId('device'), status.device);
  setText(byId('time'), new Date(status.clock.time).toLocaleTimeString('en-GB'));
  setText(byId('clock'), clockWords[status.clock.source]);
  byId('clock').dataset.state = status.clock.state;
  setText(byId('uptime'), `up ${duration(status.uptimeMs)}`);
  setText(byId('version'), `holdfast ${status.version}`);
  setText(byId('config'), `configuration ${status.config.revision}, ${status.config.state}`);
}

const hurry = startFeed(
  (status) => {
    document.documentElement.dataset.ready = 'true';
    history.add(status);
    showHead(status);
    ledger.show(status.ledger);
    for (const part of parts) part.show(status);
  },
  (silent) => {
    byId('silence').hidden = !silent;
    document.documentElement.dataset.silent = silent;
  },
);
