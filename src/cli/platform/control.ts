// What a running platform does on a word through the control socket of its folder.

import * as z from 'zod';
import { failure } from '../../core/failure.ts';
import type { ControlHandler, Pieces } from '../../core/ports/control.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Account } from '../../platform/accounts/accounts.ts';
import { type BackupDeps, backup } from '../../platform/backup/backup.ts';
import type { Platform } from '../../platform/platform.ts';
import { parseJson } from '../../wire/jsonrpc.ts';

const requestSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('backup') }),
  z.object({ do: z.literal('account add'), name: z.string() }),
]);
export type ControlRequest = z.infer<typeof requestSchema>;

export function createControlHandler(
  platform: Pick<Platform, 'addAccount'>,
  deps: BackupDeps,
): ControlHandler {
  return async (text) => {
    const request = requestSchema.safeParse(parseJson(text));
    if (!request.success) return err(failure('unsupported', 'the server does not know how'));
    if (request.data.do === 'backup') return ok(backup(deps));
    const account = await platform.addAccount(request.data.name);
    return account.ok ? ok(one(account.value)) : account;
  };
}

async function* one(account: Account): AsyncGenerator<Result<Uint8Array>> {
  yield ok(Buffer.from(JSON.stringify(account)));
}

/** The whole of a short answer, as JSON. */
export async function readAnswer<T>(pieces: Pieces): Promise<Result<T>> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) {
    if (!piece.ok) return piece;
    all.push(piece.value);
  }
  return ok(JSON.parse(Buffer.concat(all).toString()) as T);
}
