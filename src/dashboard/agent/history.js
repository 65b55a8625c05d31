// What the page has seen in the last minutes: values of each channel, and when the uplink was away.

import { spanSeconds } from '../chart.js';

const keptSeconds = spanSeconds + 20;
const storageKey = 'holdfast-history';

/** The Unix second of the oldest point that still waits; Infinity when none does. */
export const firstPending = (status) =>
  status.ledger.pending === 0
    ? Number.POSITIVE_INFINITY
    : Math.floor((Date.parse(status.clock.time) - status.buffer.oldestAgeMs) / 1000);

/** Survives a reload of the page, in the browser's own session store. */
export function createHistory() {
  /** For each channel: seconds and values, in order. */
  let channels = new Map();
  /** Stretches of time, in seconds, in which the uplink was not online; the last may be open. */
  let outages = [];
  let device;

  const addPoint = ({ name, second, value }, oldest) => {
    const points = channels.get(name) ?? { seconds: [], values: [] };
    channels.set(name, points);
    const last = points.seconds.at(-1) ?? Number.NEGATIVE_INFINITY;
    if (second > last) {
      points.seconds.push(second);
      points.values.push(value);
    }
    const stale = points.seconds.findIndex((s) => s >= oldest);
    points.seconds.splice(0, stale < 0 ? points.seconds.length : stale);
    points.values.splice(0, stale < 0 ? points.values.length : stale);
  };

  const addUplink = (status, now) => {
    const away = status.uplink.state !== 'online';
    const open = outages.at(-1);
    if (away && (open === undefined || open.to !== undefined)) {
      outages.push({ from: now - status.uplink.sinceMs / 1000 });
    } else if (!away && open !== undefined && open.to === undefined) {
      open.to = now - status.uplink.sinceMs / 1000;
    }
    outages = outages.filter(({ to }) => to === undefined || to > now - keptSeconds);
  };

  return {
    add(status) {
      if (device !== status.device) {
        if (device !== undefined) [channels, outages] = [new Map(), []];
        device = status.device;
      }
      const now = Date.parse(status.clock.time) / 1000;
      for (const channel of status.channels) {
        if (channel.second !== undefined) addPoint(channel, now - keptSeconds);
      }
      addUplink(status, now);
    },
    points: (name) => channels.get(name) ?? { seconds: [], values: [] },
    outages: () => outages,
    save() {
      const kept = JSON.stringify({ device, outages, channels: [...channels] });
      try {
        sessionStorage.setItem(storageKey, kept);
      } catch {
        // A full or forbidden store only costs the past of the charts.
      }
    },
    restore() {
      try {
        const kept = JSON.parse(sessionStorage.getItem(storageKey));
        if (kept) [device, outages, channels] = [kept.device, kept.outages, new Map(kept.channels)];
      } catch {
        sessionStorage.removeItem(storageKey);
      }
    },
  };
}
