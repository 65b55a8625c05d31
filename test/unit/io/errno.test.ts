// The words of the operating system become kinds of failure.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeFailure, thrownFailure } from '../../../src/io/errno.ts';

test('each refusal that the program acts upon has its own kind, all others are io', () => {
  const kinds = ['ENOENT', 'EACCES', 'EBUSY', 'ENOSPC', 'EIO'].map((c) => codeFailure(c, 'x').kind);
  assert.deepEqual(kinds, ['not-found', 'forbidden', 'in-use', 'disk-full', 'io']);
});

test('what was thrown is named, also when it is no system error', () => {
  const full = Object.assign(new Error('no'), { code: 'ENOSPC' });
  assert.deepEqual(thrownFailure(full, 'cannot write a'), {
    kind: 'disk-full',
    retry: 'later',
    detail: 'cannot write a: ENOSPC',
  });
  assert.equal(thrownFailure('odd', 'x').detail, 'x: odd');
});
