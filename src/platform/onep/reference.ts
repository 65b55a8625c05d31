// References: from the ResourceID of a call to a resource that the caller may act upon (seed 003).

import { err, ok, type Result } from '../../core/result.ts';
import type { Right } from '../auth/grants.ts';
import type { Context } from '../context.ts';
import { findReadable } from '../resources/access.ts';
import { readAlias } from '../resources/aliases.ts';
import type { Client, DataResource, Resource } from '../resources/resource.ts';
import { findLiving, findWithin, owners } from '../resources/tree.ts';
import { type Outcome, refuse, unsupported } from './outcome.ts';

/** The RID that a reference names: undefined in the result when it is an alias that is not there. */
export async function name(
  ctx: Context,
  ref: unknown,
): Promise<Result<string | undefined, Outcome>> {
  if (typeof ref === 'string') return ok(ref);
  const alias = typeof ref === 'object' && ref !== null && 'alias' in ref ? ref.alias : undefined;
  if (typeof alias !== 'string') return err(unsupported('no resource is named'));
  return ok(alias === '' ? ctx.caller : await readAlias(ctx.tx, ctx.caller, alias));
}

type Find = (ctx: Context, rid: string) => Promise<Resource | undefined>;

async function resolveBy(
  ctx: Context,
  ref: unknown,
  find: Find,
): Promise<Result<Resource, Outcome>> {
  const rid = await name(ctx, ref);
  if (!rid.ok) return rid;
  const resource = rid.value && (await find(ctx, rid.value));
  if (resource) return ok(resource);
  // An alias may lead to something that was shared: it is there, for reading.
  const isThere = typeof ref === 'string' || (rid.value && (await findLiving(ctx, rid.value)));
  return err(
    isThere
      ? refuse('restricted', 'the resource is not in the subtree of the caller')
      : refuse('invalid', 'no such alias'),
  );
}

/** What the caller rules: his subtree and himself. A token rules nothing. */
const findRuled: Find = async (ctx, rid) =>
  ctx.rights ? undefined : findWithin(ctx, ctx.caller, rid);

/** The resource, in the caller's subtree or the caller itself. `invalid` for a missing alias. */
export const resolve = (ctx: Context, ref: unknown): Promise<Result<Resource, Outcome>> =>
  resolveBy(ctx, ref, findRuled);

/** As `resolve`, but never the caller itself: for what a client may not do to itself. */
export async function resolveBelow(ctx: Context, ref: unknown): Promise<Result<Resource, Outcome>> {
  const found = await resolve(ctx, ref);
  if (!found.ok || found.value.rid !== ctx.caller) return found;
  return err(refuse('restricted', 'a client may not do this to itself'));
}

/** What the caller may look at: as `resolve`, and what is public, or was shared and activated. */
export const resolveVisible = (ctx: Context, ref: unknown): Promise<Result<Resource, Outcome>> =>
  resolveBy(ctx, ref, findVisible);

const findVisible: Find = async (ctx, rid) => {
  if (!ctx.rights) return findReadable(ctx, ctx.caller, rid);
  const granted = await findGranted(ctx, rid, 'read');
  if (granted) return granted;
  const living = await findLiving(ctx, rid);
  return living?.description.public ? living : undefined;
};

/** What a token gives a right to: what it names, and everything below that. */
async function findGranted(ctx: Context, rid: string, right: Right): Promise<Resource | undefined> {
  const resource = await findWithin(ctx, ctx.caller, rid);
  const chain = resource && [resource, ...((await owners(ctx, resource)) ?? [])];
  const granted = chain?.some((holder) => ctx.rights?.[holder.rid]?.includes(right));
  return granted ? resource : undefined;
}

/** A resource that holds data, of the caller's subtree or of those that a token may write. */
export async function resolveWritable(
  ctx: Context,
  ref: unknown,
): Promise<Result<DataResource, Outcome>> {
  const found = await resolveBy(ctx, ref, async (_, rid) =>
    ctx.rights ? findGranted(ctx, rid, 'write') : findRuled(ctx, rid),
  );
  return found.ok ? asData(found.value) : found;
}

/** A resource that holds data which the caller may read. */
export async function resolveReadable(
  ctx: Context,
  ref: unknown,
): Promise<Result<DataResource, Outcome>> {
  const found = await resolveVisible(ctx, ref);
  return found.ok ? asData(found.value) : found;
}

const asData = (resource: Resource): Result<DataResource, Outcome> =>
  resource.type === 'client' ? err(refuse('invalid', 'the resource holds no data')) : ok(resource);

/**
 * Calls with an optional leading ResourceID act on behalf of that client. With `count` arguments the
 * first one is it; with fewer the caller acts for itself.
 */
export async function actingFor(
  ctx: Context,
  args: readonly unknown[],
  count: number,
): Promise<Result<{ readonly acting: Context; readonly rest: readonly unknown[] }, Outcome>> {
  if (args.length < count) return ok({ acting: ctx, rest: args });
  const client = await resolveClient(ctx, args[0]);
  if (!client.ok) return client;
  return ok({ acting: { ...ctx, caller: client.value.rid }, rest: args.slice(1) });
}

export async function resolveClient(ctx: Context, ref: unknown): Promise<Result<Client, Outcome>> {
  const found = await resolve(ctx, ref);
  if (!found.ok) return found;
  if (found.value.type === 'client') return ok(found.value);
  return err(refuse('invalid', 'the resource is no client'));
}
