// The ledger: every sensed point, in a bar of what became of it, and the equation with its tick.

import { byId, make, setText } from '../dom.js';
import { count } from '../format.js';

const parts = ['delivered', 'rejected', 'thinned', 'evicted', 'pending'];

/** Makes the segments and terms once; `show(ledger)` only changes numbers and widths. */
export function createLedger() {
  const segments = new Map();
  const terms = new Map();
  for (const name of parts) {
    const segment = make('span', { class: `segment ${name}` });
    const number = make('strong', {}, '0');
    segments.set(name, segment);
    terms.set(name, number);
    byId('ledger-bar').append(segment);
    byId('ledger-terms').append(
      make('span', { class: `term ${name}` }, number, make('span', { class: 'name' }, name)),
    );
  }

  return {
    show(ledger) {
      setText(byId('ledger-sensed'), count(ledger.sensed));
      for (const name of parts) {
        setText(terms.get(name), count(ledger[name]));
        segments.get(name).style.flexGrow = ledger[name];
        segments.get(name).hidden = ledger[name] === 0;
      }
      const told = parts.map((name) => `${count(ledger[name])} ${name}`).join(', ');
      byId('ledger-bar').setAttribute('aria-label', `${count(ledger.sensed)} sensed: ${told}`);
      const verdict = byId('ledger-verdict');
      verdict.classList.toggle('broken', !ledger.balanced);
      setText(
        verdict,
        ledger.balanced ? '✓ every point accounted for' : '✗ the account does not balance',
      );
    },
  };
}
