// What a client makes of the body of an answer.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseReply } from '../../../src/wire/jsonrpc.ts';
import { isRid } from '../../../src/wire/onep.ts';

test('a list is the answers, statuses that are lists included', () => {
  const reply = parseReply('[{"id":0,"status":"ok"},{"id":"a","status":[[5,"invalid"]]}]');
  assert.deepEqual(reply, {
    kind: 'answers',
    answers: [
      { id: 0, status: 'ok' },
      { id: 'a', status: [[5, 'invalid']] },
    ],
  });
});

test('an object with an error is an error of the whole request', () => {
  const reply = parseReply('{"error":{"code":401,"message":"Invalid","context":"auth"}}');
  assert.equal(reply?.kind, 'error');
  assert.equal(reply?.kind === 'error' && reply.error.code, 401);
});

test('an empty body is no answers', () => {
  assert.deepEqual(parseReply(''), { kind: 'answers', answers: [] });
});

test('anything else is not an answer of a One Platform', () => {
  for (const text of ['{', '{}', '7', 'null', '{"error":"x"}', '<html>']) {
    assert.equal(parseReply(text), undefined, text);
  }
});

test('an element that is no answer is left out, and the others stay', () => {
  const reply = parseReply('[1,{"id":0},{"id":1,"status":"ok"}]');
  assert.deepEqual(reply, { kind: 'answers', answers: [{ id: 1, status: 'ok' }] });
});

test('a RID is 40 lower-case hex digits', () => {
  assert.ok(isRid('0123456789abcdef0123456789abcdef01234567'));
  assert.ok(!isRid('0123456789ABCDEF0123456789abcdef01234567'));
  assert.ok(!isRid(`${'0'.repeat(40)}\n`));
  assert.ok(!isRid(7));
});
