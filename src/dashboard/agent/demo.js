// The demo's switch: pull the cable and plug it in again. Hidden where there is no demo.

import { byId, setText } from '../dom.js';

const hints = {
  calm: 'Pull the cable and watch the points wait.',
  away: 'Nothing is lost: every point waits on this machine. Plug it in when you like.',
  filling: 'Back again: the gap fills, oldest points first.',
  back: 'The points of the outage arrived, each exactly once.',
};

/** A few points are always on their way; more than this is what an outage left behind. */
const onTheirWay = 10;

/** Asks once whether this is a demo; `changed()` is called when the visitor used the switch. */
export function createDemo(changed) {
  const button = byId('demo-switch');
  let on = true;
  let everPulled = false;
  let pending = 0;

  const hint = () => {
    if (!on) return hints.away;
    if (!everPulled) return hints.calm;
    return pending > onTheirWay ? hints.filling : hints.back;
  };

  const take = (demo) => {
    on = demo.on;
    everPulled ||= !on;
    byId('demo').hidden = false;
    button.setAttribute('aria-pressed', String(!on));
    setText(button, on ? 'Pull the cable' : 'Plug it back in');
    setText(byId('demo-hint'), hint());
    byId('platform-link').href = demo.platform;
  };

  const ask = async (path, options) => {
    const answer = await fetch(path, options).catch(() => undefined);
    if (answer?.ok) take(await answer.json());
    return answer?.ok === true;
  };

  button.addEventListener('click', async () => {
    await ask('/demo/uplink', { method: 'POST', body: JSON.stringify({ on: !on }) });
    changed();
  });
  // The terminal has the same switch, so look again now and then.
  void ask('/demo').then((isDemo) => isDemo && setInterval(() => ask('/demo'), 1_000));

  return {
    show(status) {
      pending = status.ledger.pending;
      setText(byId('demo-hint'), hint());
    },
  };
}
