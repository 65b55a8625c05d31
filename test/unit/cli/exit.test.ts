// Which exit code a failure means.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doesNotStart, exitFor } from '../../../src/cli/exit.ts';
import { type FailureKind, failure } from '../../../src/core/failure.ts';
import { createFakeTerminal } from '../../fakes/terminal.ts';

const codes: Readonly<Record<number, readonly FailureKind[]>> = {
  75: ['offline', 'timeout', 'tls', 'clock', 'failing', 'busy', 'in-use', 'disk-full'],
  78: ['config'],
  1: ['unauthorised', 'invalid', 'not-found', 'forbidden', 'io'],
};
for (const [code, kinds] of Object.entries(codes))
  test(`${code} is for ${kinds.join(', ')}`, () => {
    for (const kind of kinds) assert.equal(exitFor(failure(kind, 'x')), Number(code), kind);
  });

test('a service that does not start says why, and the word that the operator can look up', () => {
  const terminal = createFakeTerminal();
  const held = failure('in-use', 'another process has the store open');
  assert.equal(doesNotStart('The agent', held, terminal), 75);
  assert.equal(
    terminal.complaints,
    'The agent does not start: another process has the store open (in-use)\n',
  );
});
