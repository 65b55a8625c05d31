// Dates of scripts: strftime and *t, in any zone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDate } from '../../../../src/platform/scripts/date.ts';

/** 2026-07-04 17:05:09 UTC, a Saturday. */
const second = Date.UTC(2026, 6, 4, 17, 5, 9) / 1000;

const written: readonly (readonly [format: string, zone: string, date: string])[] = [
  ['%c', 'UTC', 'Sat 04 Jul 2026 05:05:09 PM UTC'],
  ['%Y-%m-%d %H:%M:%S %z', 'America/Chicago', '2026-07-04 12:05:09 -0500'],
  ['%F %T %Z', 'America/Chicago', '2026-07-04 12:05:09 CDT'],
  ['%I:%M %p', 'Asia/Kolkata', '10:35 PM'],
  ['%A %a %B %b %h %e %j %y %C', 'UTC', 'Saturday Sat July Jul Jul  4 185 26 20'],
  ['%w %u %U %W', 'UTC', '6 6 26 26'],
  ['%D %R %r %x %X', 'UTC', '07/04/26 17:05 05:05:09 PM 07/04/2026 05:05:09 PM'],
  ['%s%%%n%t', 'UTC', `${second}%\n\t`],
  ['é: %d', 'UTC', 'é: 04'],
  ['', 'UTC', ''],
];

for (const [format, zone, date] of written) {
  test(`${format} in ${zone} is ${JSON.stringify(date)}`, () => {
    assert.deepEqual(formatDate(second, zone, format), { date });
  });
}

test('*t is a table, midnight is hour 0, and the new year comes when it does there', () => {
  const newYear = Date.UTC(2026, 0, 1) / 1000;
  assert.deepEqual(formatDate(newYear, 'UTC', '*t'), {
    date: { sec: 0, min: 0, hour: 0, day: 1, month: 1, year: 2026, wday: 5, yday: 1 },
  });
  assert.deepEqual(formatDate(newYear, 'America/Chicago', '*t'), {
    date: { sec: 0, min: 0, hour: 18, day: 31, month: 12, year: 2025, wday: 4, yday: 365 },
  });
});

test('a specifier or a zone that is none is named', () => {
  assert.equal(formatDate(second, 'UTC', '%q'), 'badspecifier');
  assert.equal(formatDate(second, 'UTC', '%'), 'badspecifier');
  assert.equal(formatDate(second, 'UTC', '%constructor%'), 'badspecifier');
  assert.equal(formatDate(second, 'Farm/House', '%c'), 'badzone');
  assert.equal(formatDate(1e300, 'UTC', '%c'), 'badzone');
});
