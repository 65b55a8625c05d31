// The sources: what each one does, when it last spoke, and what never became a point.

import { byId, make, setText } from '../dom.js';
import { ago, count } from '../format.js';

const columns = ['frames', 'bad', 'filtered', 'folded'];

export function createSources() {
  const rows = new Map();

  const createRow = (name, kind) => {
    const cells = {
      state: make('td', { class: 'state' }),
      age: make('td', {}),
    };
    const numbers = columns.map((column) => {
      cells[column] = make('td', { class: 'count' });
      return cells[column];
    });
    const row = make(
      'tr',
      {},
      make('th', { scope: 'row' }, name, make('small', {}, kind)),
      cells.state,
      cells.age,
      ...numbers,
    );
    byId('sources').append(row);
    return { row, cells };
  };

  return {
    show({ sources }) {
      for (const [name, { row }] of rows) {
        if (sources.some((source) => source.name === name)) continue;
        row.remove();
        rows.delete(name);
      }
      for (const source of sources) {
        if (!rows.has(source.name)) rows.set(source.name, createRow(source.name, source.kind));
        const { cells } = rows.get(source.name);
        cells.state.dataset.state = source.state;
        setText(cells.state, source.detail ? `${source.state}: ${source.detail}` : source.state);
        setText(cells.age, ago(source.lastReadingAgeMs));
        cells.bad.title = source.lastBad?.reason ?? '';
        for (const column of columns) {
          setText(cells[column], count(source.counters[column]));
          cells[column].classList.toggle('alert', column === 'bad' && source.counters.bad > 0);
        }
      }
    },
  };
}
