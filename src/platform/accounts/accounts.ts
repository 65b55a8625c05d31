// Accounts: what the file APIs know their users by, all made by the operator of the platform.

import { type Failure, failure } from '../../core/failure.ts';
import type { Random } from '../../core/ports/random.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { type Desk, newId } from '../context.ts';
import { accountByIndexKey, accountKey } from '../store/account-keys.ts';

/** With its secrets: for its owner, once it is made. */
export interface Account {
  readonly name: string;
  readonly xdrive: { readonly username: string; readonly password: string };
  readonly xtwip: { readonly devKey: string };
  readonly tuyu: { readonly api_key: string; readonly secret: string };
}

/** What the store has of it: each secret as the vault sealed it for the name of the account. */
export interface AccountRecord {
  readonly name: string;
  /** Unix seconds. */
  readonly created: number;
  readonly password: string;
  readonly devKey: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

export interface AccountLink {
  readonly name: string;
}

/** One word, or an e-mail address: it is also the user name of Xdrive. */
export const isAccountName = (name: string): boolean =>
  /^[\p{L}\p{N}][\p{L}\p{N}_.@+-]{0,63}$/u.test(name);

const passwordBytes = 18;
const password = (random: Random): string =>
  Buffer.from(random.bytes(passwordBytes)).toString('base64url');

/** Failure: `invalid` for a name that is none, or that is taken. */
export async function addAccount(desk: Desk, name: string): Promise<Result<Account>> {
  if (!isAccountName(name)) {
    return err<Failure>(failure('invalid', 'a name has up to 64 letters, digits and _ . @ + -'));
  }
  if (await desk.docs.get<AccountRecord>(accountKey(name))) {
    return err<Failure>(failure('invalid', `there is an account ${name} already`));
  }
  const account: Account = {
    name,
    xdrive: { username: name, password: password(desk.random) },
    xtwip: { devKey: newId(desk.random) },
    tuyu: { api_key: newId(desk.random), secret: newId(desk.random) },
  };
  keep(desk, account);
  return ok(account);
}

function keep({ docs, vault, nowSecond }: Desk, { name, xdrive, xtwip, tuyu }: Account): void {
  const seal = (secret: string): string => vault.seal(secret, accountKey(name));
  const record: AccountRecord = {
    name,
    created: nowSecond,
    password: seal(xdrive.password),
    devKey: seal(xtwip.devKey),
    apiKey: seal(tuyu.api_key),
    apiSecret: seal(tuyu.secret),
  };
  const link: AccountLink = { name };
  docs.put(accountKey(name), record);
  docs.put(accountByIndexKey(vault.index(xtwip.devKey)), link);
  docs.put(accountByIndexKey(vault.index(tuyu.api_key)), link);
}

/** The account of this name, with its secrets; undefined when there is none. */
export async function findAccount(desk: Desk, name: string): Promise<Account | undefined> {
  const record = await desk.docs.get<AccountRecord>(accountKey(name));
  if (!record) return undefined;
  const open = (sealed: string): string => desk.vault.open(sealed, accountKey(name)) ?? '';
  return {
    name,
    xdrive: { username: name, password: open(record.password) },
    xtwip: { devKey: open(record.devKey) },
    tuyu: { api_key: open(record.apiKey), secret: open(record.apiSecret) },
  };
}

/** The account whose XTWIP developer key or Tuyu API key this is. */
export async function findByKey(desk: Desk, key: string): Promise<Account | undefined> {
  const link = await desk.docs.get<AccountLink>(accountByIndexKey(desk.vault.index(key)));
  return link && findAccount(desk, link.name);
}
