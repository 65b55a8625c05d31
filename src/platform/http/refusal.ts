// Refusals as HTTP statuses, for the APIs whose errors are statuses.

import type { Reply } from '../../core/ports/http-server.ts';
import { rpcCode } from '../../wire/jsonrpc.ts';
import { textReply, tooMany } from '../replies.ts';
import type { KeyRefusal } from './key-header.ts';

export function refusalReply(refusal: KeyRefusal): Reply {
  if (refusal === 'busy') return textReply(503, 'busy\n', { 'retry-after': '1' });
  if (refusal === 'limit') return textReply(429, 'the calls of the day are used up\n');
  if (refusal === 'locked') return textReply(403, 'the client is locked\n');
  if ('afterMs' in refusal) return tooMany(refusal.afterMs);
  return refusal.code === rpcCode.unauthorised
    ? textReply(401, 'no such key\n')
    : textReply(500, 'the store failed\n');
}
