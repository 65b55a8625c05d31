// `holdfast enroll`: finds or makes a device at a platform, and writes its key where the agent looks.
//
// Idempotent: the device is found by its alias at the owner, so that running it again, also after it
// was cut short, ends with the same device and the same key.

import { failure } from '../core/failure.ts';
import { limits } from '../core/limits.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Files } from '../core/ports/files.ts';
import type { Http } from '../core/ports/http.ts';
import type { Terminal } from '../core/ports/terminal.ts';
import { err, ok, type Result } from '../core/result.ts';
import { callText } from '../uplink/onep/encode.ts';
import { createRpc, type Rpc } from '../uplink/onep/rpc.ts';
import { callFailure } from '../uplink/onep/rpc-failure.ts';
import type { RpcAnswer } from '../wire/jsonrpc.ts';
import { isRid } from '../wire/onep.ts';
import { type ExitCode, exitCode, exitFor } from './exit.ts';
import { version } from './program/version.ts';

export interface EnrollOptions {
  readonly platform: string;
  readonly ownerCik: string;
  readonly device: string;
  readonly cikFile: string;
  readonly force?: boolean;
}

interface Deps {
  readonly http: Http;
  readonly clock: Clock;
  readonly files: Pick<Files, 'read' | 'writeAtomic' | 'makeDir'>;
  readonly terminal: Terminal;
}

type Refused = Extract<Result<unknown>, { ok: false }>;

interface Device {
  readonly cik: string;
  readonly isNew: boolean;
}

/** The limits of a client (seed 003, "create (client)"): a device may do what its owner may. */
const limitNames = [
  ...['client', 'dataport', 'datarule', 'disk', 'dispatch', 'email', 'email_bucket', 'http'],
  ...['http_bucket', 'share', 'sms', 'sms_bucket', 'xmpp', 'xmpp_bucket'],
];

/**
 * Writes 40 hexadecimal digits and a newline, mode 0600. Ends with 0 when the file holds the key of the
 * device, with 1 when it holds another one (unless `force`) or the platform says no, and with 75 when the
 * platform could not be asked.
 */
export async function enroll(options: EnrollOptions, deps: Deps): Promise<ExitCode> {
  const { terminal } = deps;
  const held = await readHeld(options.cikFile, deps.files);
  if (!held.ok) return complain('nothing is changed', held, terminal);

  const rpc = createRpc(deps, {
    url: options.platform,
    cik: async () => ok(options.ownerCik),
    userAgent: `holdfast/${version}`,
  });
  const mayCreate = held.value === '' || options.force === true;
  const found = await findOrCreate(rpc, options.device, mayCreate);
  if (!found.ok)
    return complain(`${options.platform}: no key for ${options.device}`, inWords(found), terminal);

  const { cik, isNew } = found.value;
  const what = `${isNew ? 'made' : 'found'} ${options.device} at ${options.platform}`;
  if (held.value === cik) {
    terminal.out(`${what}; its key is in ${options.cikFile} already\n`);
    return exitCode.done;
  }
  if (held.value !== '' && !options.force) {
    terminal.err(`${what}; ${anotherKey(options.cikFile)}\n`);
    return exitCode.no;
  }
  const written = await writeKey(options.cikFile, cik, deps.files);
  if (!written.ok) return complain(`${what}, and cannot write its key`, written, terminal);
  terminal.out(`${what}; its key is in ${options.cikFile}\n`);
  return exitCode.done;
}

/** The far side says no more of it than `Invalid`. */
const inWords = (refused: Refused): Refused =>
  refused.failure.kind === 'unauthorised'
    ? err(failure('unauthorised', "the owner's key (--owner-cik) is not known there"))
    : refused;

const anotherKey = (file: string) =>
  `${file} holds another key, which is kept: --force overwrites it`;

function complain(what: string, { failure }: Refused, terminal: Terminal): ExitCode {
  terminal.err(`${what}: ${failure.detail}\n`);
  return exitFor(failure);
}

/** What the file holds, in lower case; empty when it is not there. */
async function readHeld(file: string, files: Deps['files']): Promise<Result<string>> {
  const read = await files.read(file, limits.keyFileBytes);
  if (read.ok) return ok(new TextDecoder().decode(read.value).trim().toLowerCase());
  return read.failure.kind === 'not-found' ? ok('') : read;
}

async function writeKey(file: string, cik: string, files: Deps['files']): Promise<Result<void>> {
  const folder = file.slice(0, Math.max(0, file.lastIndexOf('/')));
  const made = folder === '' ? ok(undefined) : await files.makeDir(folder, 0o700);
  return made.ok ? files.writeAtomic(file, new TextEncoder().encode(`${cik}\n`), 0o600) : made;
}

async function findOrCreate(rpc: Rpc, name: string, mayCreate: boolean): Promise<Result<Device>> {
  const found = await lookup(rpc, name);
  if (!found.ok) return found;
  if (found.value !== undefined) return keyOf(rpc, found.value, false);
  // A client that is not there yet gets a new key, which the file cannot hold already.
  if (!mayCreate)
    return err(
      failure('invalid', 'it is not there yet, and the file holds another key: see --force'),
    );
  const created = await create(rpc, name);
  return created.ok ? keyOf(rpc, created.value, true) : created;
}

/** The resource with this alias of ours; undefined when there is none. */
async function lookup(rpc: Rpc, name: string): Promise<Result<string | undefined>> {
  const asked = await answerTo(rpc, callText('lookup', 'aliased', name));
  if (!asked.ok) return asked;
  if (asked.value?.status === 'invalid') return ok(undefined);
  return ridOf(asked.value);
}

async function create(rpc: Rpc, name: string): Promise<Result<string>> {
  const inherit = Object.fromEntries(limitNames.map((limit) => [limit, 'inherit']));
  const asked = await answerTo(rpc, callText('create', 'client', { name, limits: inherit }));
  if (!asked.ok) return asked;
  const rid = ridOf(asked.value);
  if (!rid.ok) return rid;
  const mapped = await answerTo(rpc, callText('map', 'alias', rid.value, name));
  if (mapped.ok && mapped.value?.status === 'ok') return rid;
  // Without its alias nobody would ever find it again.
  await rpc.call([callText('drop', rid.value)]);
  return mapped.ok ? err(callFailure(mapped.value)) : mapped;
}

async function keyOf(rpc: Rpc, rid: string, isNew: boolean): Promise<Result<Device>> {
  const asked = await answerTo(rpc, callText('info', rid, { basic: true, key: true }));
  if (!asked.ok) return asked;
  if (asked.value?.status !== 'ok') return err(callFailure(asked.value));
  const info = asked.value.result as { basic?: { type?: unknown }; key?: unknown } | null;
  if (isRid(info?.key)) return ok({ cik: info.key, isNew });
  const type = info?.basic?.type;
  return err(
    typeof type === 'string' && type !== 'client'
      ? failure('invalid', `the alias belongs to a ${type}`)
      : failure('bad-answer', 'the platform does not tell its key'),
  );
}

/** The answer to one call; undefined when the platform left it out. */
async function answerTo(rpc: Rpc, call: string): Promise<Result<RpcAnswer | undefined>> {
  const answers = await rpc.call([call]);
  return answers.ok ? ok(answers.value.to(0)) : answers;
}

const ridOf = (answer: RpcAnswer | undefined): Result<string> =>
  answer?.status === 'ok' && isRid(answer.result) ? ok(answer.result) : err(callFailure(answer));
