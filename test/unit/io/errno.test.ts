// The words of the operating system become kinds of failure.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeFailure, thrownFailure } from '../../../src/io/errno.ts';

test('each refusal that the program acts upon has its own kind, all others are io', () => {
  const kinds = ['ENOENT', 'EACCES', 'EBUSY', 'ENOSPC', 'EIO'].map((c) => codeFailure(c, 'x').kind);
  assert.deepEqual(kinds, ['not-found', 'forbidden', 'in-use', 'disk-full', 'io']);
});

test('a refusal says what was tried and in words why it failed, or the code that has no words', () => {
  const full = Object.assign(new Error('no'), { code: 'ENOSPC' });
  assert.deepEqual(thrownFailure(full, 'cannot write a'), {
    kind: 'disk-full',
    retry: 'later',
    detail: 'cannot write a: no space is left on the device',
  });
  const said = ['ENOENT', 'EACCES', 'EROFS', 'EISDIR', 'EIO'].map(
    (c) => codeFailure(c, 'x').detail,
  );
  assert.deepEqual(said, [
    'x: there is no such file or folder',
    'x: this user may not',
    'x: the file system is read-only',
    'x: it is a folder',
    'x: EIO',
  ]);
  assert.equal(thrownFailure('odd', 'x').detail, 'x: odd');
});
