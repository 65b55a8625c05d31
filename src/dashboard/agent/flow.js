// The flow: sensors, buffer and platform in a row, points moving between them, and the uplink's lamp.

import { byId, setText } from '../dom.js';
import { ago, count, counted, duration } from '../format.js';

const names = {
  online: 'Online',
  offline: 'Offline',
  failing: 'Platform failing',
  unauthorised: 'Not authorised',
  locked: 'Locked',
  clock: 'Waiting for the time',
  paused: 'Paused',
};

const promises = {
  online: 'Points reach the platform.',
  clock: 'Points are kept until the clock can be trusted.',
};

/** What to say under the lamp: when the next try comes, or how long it has been well. */
function sentence({ uplink, ledger }, sinceStatusMs) {
  if (uplink.state === 'online') {
    if (ledger.pending > 10 && uplink.drainMs !== undefined) {
      return `Catching up: ${duration(Math.max(1_000, uplink.drainMs))} to go.`;
    }
    return `${count(uplink.requests)} requests, last delivery ${ago(uplink.lastDeliveryAgeMs)}.`;
  }
  if (uplink.retryInMs === undefined) return 'Trying now…';
  const left = uplink.retryInMs - sinceStatusMs;
  return left < 500 ? 'Trying now…' : `Next try in ${duration(left + 999)}.`;
}

export function createFlow() {
  let status;
  let at = 0;

  const tick = () => {
    if (!status) return;
    setText(byId('uplink-sentence'), sentence(status, performance.now() - at));
  };
  setInterval(tick, 250);

  return {
    show(next) {
      [status, at] = [next, performance.now()];
      const { uplink, ledger, sources, channels } = status;
      const online = uplink.state === 'online';
      document.documentElement.dataset.uplink = uplink.state;
      setText(byId('uplink-name'), names[uplink.state] ?? uplink.state);
      setText(byId('uplink-detail'), uplink.detail ?? promises[uplink.state] ?? '');
      setText(
        byId('flow-sources'),
        `${counted(channels.length, 'channel')} of ${counted(sources.length, 'source')}`,
      );
      setText(byId('flow-pending'), counted(ledger.pending, 'point'));
      setText(byId('flow-pending-note'), ledger.pending === 1 ? 'waits here' : 'wait here');
      setText(byId('flow-delivered'), counted(ledger.delivered, 'point'));
      document.documentElement.dataset.draining = online && ledger.pending > 10;
      tick();
    },
  };
}
