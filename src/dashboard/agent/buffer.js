// The buffer gauge: how long an outage it holds by now, on a scale of time that ends where the room ends.

import { byId, make, setText } from '../dom.js';
import { counted, duration, size } from '../format.js';

const marks = [
  ['1 s', 1_000],
  ['1 min', 60_000],
  ['1 h', 3_600_000],
  ['1 day', 86_400_000],
  ['1 week', 604_800_000],
  ['1 month', 2_629_800_000],
  ['1 year', 31_557_600_000],
];

/** The scale without a known room: a week. */
const usualRoomMs = 604_800_000;

/** Share of the scale, 0 to 1: logarithmic, since a second and a month both matter. */
const place = (ms, roomMs) =>
  Math.min(1, Math.max(0, Math.log(Math.max(1, ms / 1_000)) / Math.log(roomMs / 1_000)));

const troubleOf = ({ state, detail }) => (state === 'ok' ? '' : `, ${state}: ${detail}`);

export function createBuffer() {
  let drawnRoomMs;
  /** The last known: an empty buffer cannot tell how much a point takes. */
  let knownRoomMs;

  const drawMarks = (roomMs) => {
    // Redrawn only when the room has changed by so much that a mark would move visibly.
    if (drawnRoomMs && Math.abs(Math.log(roomMs / drawnRoomMs)) < 0.1) return;
    drawnRoomMs = roomMs;
    const visible = marks.filter(([, ms]) => ms <= roomMs && place(ms, roomMs) < 0.93);
    byId('buffer-marks').replaceChildren(
      ...visible.map(([name, ms]) => {
        const mark = make('span', { class: 'mark' }, name);
        mark.style.left = `${place(ms, roomMs) * 100}%`;
        return mark;
      }),
    );
  };

  return {
    show({ buffer, ledger }) {
      const heldMs = ledger.pending > 0 ? buffer.oldestAgeMs : 0;
      knownRoomMs = buffer.roomMs ?? knownRoomMs;
      const roomMs = Math.max(60_000, heldMs + (knownRoomMs ?? usualRoomMs));
      drawMarks(roomMs);
      byId('buffer-fill').style.width = `${place(heldMs, roomMs) * 100}%`;
      setText(byId('buffer-points'), counted(ledger.pending, 'point'));
      setText(
        byId('buffer-age'),
        ledger.pending > 0 ? `oldest ${duration(heldMs)}` : 'nothing waits',
      );
      setText(byId('buffer-bytes'), `${size(buffer.bytes)} on disk${troubleOf(buffer)}`);
      setText(
        byId('buffer-room'),
        knownRoomMs ? `room for ${duration(knownRoomMs)} more` : 'room not known yet',
      );
    },
  };
}
