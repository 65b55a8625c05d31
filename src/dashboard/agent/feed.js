// The feed: the newest status document, asked for when something happened and at least once a second.

const quietMs = 1_000;
const spacingMs = 250;

/**
 * Calls `onStatus(status)` with each new document and `onSilence(true|false)` when the agent stops or
 * starts to answer. Events only say that there is news: the status is the one source of truth.
 */
export function startFeed(onStatus, onSilence) {
  let timer;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking = false;

  const plan = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(ask, ms);
  };

  async function ask() {
    if (asking) return;
    asking = true;
    askedAt = performance.now();
    try {
      const answer = await fetch('/status', { signal: AbortSignal.timeout(5_000) });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      onStatus(await answer.json());
      onSilence(false);
    } catch {
      onSilence(true);
    }
    asking = false;
    plan(quietMs);
  }

  const hurry = () => {
    if (!asking) plan(Math.max(0, askedAt + spacingMs - performance.now()));
  };

  const events = new EventSource('/events');
  for (const name of ['committed', 'settled', 'uplink', 'source']) {
    events.addEventListener(name, hurry);
  }
  void ask();
  return hurry;
}
