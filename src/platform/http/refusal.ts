// Refusals as HTTP statuses, for the APIs whose errors are statuses.

import type { Reply } from '../../core/ports/http-server.ts';
import { rpcCode } from '../../wire/jsonrpc.ts';
import type { Refusal } from '../auth/visit.ts';
import { textReply } from '../replies.ts';

export function refusalReply(refusal: Refusal): Reply {
  if (refusal === 'busy') return textReply(503, 'busy\n', { 'retry-after': '1' });
  if (refusal === 'locked') return textReply(403, 'the client is locked\n');
  return refusal.code === rpcCode.unauthorised
    ? textReply(401, 'no such key\n')
    : textReply(500, 'the store failed\n');
}
