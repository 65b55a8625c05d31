// The same events told to the journal in memory and to the one that writes lines.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Journal } from '../../src/core/ports/journal.ts';
import { createJournal } from '../../src/io/journal.ts';
import { createFakeJournal } from '../fakes/journal.ts';

type Told = Record<string, unknown>;

interface Subject {
  readonly journal: Journal;
  told(): Told[];
}

const subjects: Record<string, () => Subject> = {
  fake() {
    const journal = createFakeJournal();
    const told = () =>
      journal.lines.map(({ level, event, fields }) => ({ level, event, ...fields }));
    return { journal, told };
  },
  real() {
    const lines: string[] = [];
    const journal = createJournal({
      level: 'debug',
      shape: 'program',
      write: (line) => lines.push(line),
    });
    const told = () =>
      lines.map((line) => {
        assert.ok(line.endsWith('\n'));
        const { time, ...rest } = JSON.parse(line) as Told;
        assert.ok(!Number.isNaN(Date.parse(String(time))));
        return rest;
      });
    return { journal, told };
  },
};

for (const [name, create] of Object.entries(subjects))
  describe(`${name} journal`, () => {
    test('tells each event with its level and fields, in order', () => {
      const { journal, told } = create();
      journal.debug('looked');
      journal.info('uplink online', { url: 'http://127.0.0.1', points: 3, first: true });
      journal.warn('source waiting', { detail: 'the port is "busy"\nstill' });
      journal.error('store failed');
      assert.deepEqual(told(), [
        { level: 'debug', event: 'looked' },
        { level: 'info', event: 'uplink online', url: 'http://127.0.0.1', points: 3, first: true },
        { level: 'warn', event: 'source waiting', detail: 'the port is "busy"\nstill' },
        { level: 'error', event: 'store failed' },
      ]);
    });

    test('leaves out what is undefined', () => {
      const { journal, told } = create();
      journal.info('source running', { detail: undefined });
      assert.deepEqual(JSON.parse(JSON.stringify(told())), [
        { level: 'info', event: 'source running' },
      ]);
    });
  });
