// `holdfast enroll`: finds or makes a device at a platform, and writes its key where the agent looks.
//
// Idempotent: the device is found by its alias at the owner, so that running it again, also after it
// was cut short, ends with the same device and the same key.

import { failure } from '../core/failure.ts';
import { limits } from '../core/limits.ts';
import type { Files } from '../core/ports/files.ts';
import type { Http } from '../core/ports/http.ts';
import type { Terminal } from '../core/ports/terminal.ts';
import { err, ok, type Result } from '../core/result.ts';
import { isRid } from '../wire/onep.ts';
import { type ExitCode, exitCode, exitFor } from './exit.ts';
import { type Call, createCall } from './rpc.ts';

export interface EnrollOptions {
  readonly platform: string;
  readonly ownerCik: string;
  readonly device: string;
  readonly cikFile: string;
  readonly force?: boolean;
}

interface Deps {
  readonly http: Pick<Http, 'send'>;
  readonly files: Pick<Files, 'read' | 'writeAtomic' | 'makeDir'>;
  readonly terminal: Terminal;
}

interface Device {
  readonly cik: string;
  readonly isNew: boolean;
}

/** The limits of a client (seed 003, "create (client)"): a device may do what its owner may. */
const limitNames = [
  ...['client', 'dataport', 'datarule', 'disk', 'dispatch', 'email', 'email_bucket', 'http'],
  ...['http_bucket', 'share', 'sms', 'sms_bucket', 'xmpp', 'xmpp_bucket'],
];

export async function enroll(options: EnrollOptions, deps: Deps): Promise<ExitCode> {
  const { terminal } = deps;
  const held = await readHeld(options.cikFile, deps.files);
  if (!held.ok) return complain(`cannot read ${options.cikFile}`, held, terminal);

  const call = createCall(deps.http, { url: options.platform, cik: options.ownerCik });
  const mayCreate = held.value === '' || options.force === true;
  const found = await findOrCreate(call, options.device, mayCreate);
  if (!found.ok)
    return complain(`${options.platform}: no key for ${options.device}`, found, terminal);

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

const anotherKey = (file: string) =>
  `${file} holds another key, which is kept: --force overwrites it`;

function complain(
  what: string,
  { failure }: Extract<Result<unknown>, { ok: false }>,
  terminal: Terminal,
): ExitCode {
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
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const made = folder === '' ? ok(undefined) : await files.makeDir(folder, 0o700);
  return made.ok ? files.writeAtomic(file, new TextEncoder().encode(`${cik}\n`), 0o600) : made;
}

async function findOrCreate(call: Call, name: string, mayCreate: boolean): Promise<Result<Device>> {
  const found = await lookup(call, name);
  if (!found.ok) return found;
  if (found.value !== undefined) return keyOf(call, found.value, false);
  // A client that is not there yet gets a new key, which the file cannot hold already.
  if (!mayCreate)
    return err(
      failure('in-use', 'it is not there yet, and the file holds another key: see --force'),
    );
  const created = await create(call, name);
  return created.ok ? keyOf(call, created.value, true) : created;
}

/** The resource with this alias of ours; undefined when there is none. */
async function lookup(call: Call, name: string): Promise<Result<string | undefined>> {
  const answer = await call('lookup', 'aliased', name);
  if (!answer.ok) return answer;
  const { status, result } = answer.value;
  if (status === 'ok' && isRid(result)) return ok(result);
  return status === 'invalid' ? ok(undefined) : refusal('lookup', status);
}

async function create(call: Call, name: string): Promise<Result<string>> {
  const inherit = Object.fromEntries(limitNames.map((limit) => [limit, 'inherit']));
  const created = await call('create', 'client', { name, limits: inherit });
  if (!created.ok) return created;
  const { status, result: rid } = created.value;
  if (status !== 'ok' || !isRid(rid)) return refusal('create', status);
  const mapped = await call('map', 'alias', rid, name);
  if (mapped.ok && mapped.value.status === 'ok') return ok(rid);
  // Without its alias nobody would ever find it again.
  await call('drop', rid);
  return mapped.ok ? refusal('map', mapped.value.status) : mapped;
}

async function keyOf(call: Call, rid: string, isNew: boolean): Promise<Result<Device>> {
  const answer = await call('info', rid, { basic: true, key: true });
  if (!answer.ok) return answer;
  const { status, result } = answer.value;
  if (status !== 'ok') return refusal('info', status);
  const info = result as { basic?: { type?: unknown }; key?: unknown } | null | undefined;
  if (isRid(info?.key)) return ok({ cik: info.key, isNew });
  const type = info?.basic?.type;
  return err(
    typeof type === 'string' && type !== 'client'
      ? failure('invalid', `the alias belongs to a ${type}`)
      : failure('bad-answer', 'the platform does not tell its key'),
  );
}

const refusal = (procedure: string, status: unknown) =>
  err(failure('restricted', `the platform answers ${JSON.stringify(status)} to ${procedure}`));
