// The sections of info, by the type of the resource (seed 003, "info"; checklist O20).

import { cikOf, keyState } from '../../auth/client-key.ts';
import type { Context } from '../../context.ts';
import type { Client, DataResource, Resource } from '../../resources/resource.ts';
import { readUsage, type Tally } from '../../resources/usage.ts';
import { readHead } from '../../series/head.ts';
import { trimExactly } from '../../series/retention.ts';
import { aliasReport } from '../aliases/alias-report.ts';

type Section = (ctx: Context) => Promise<unknown>;
type Sections = Readonly<Record<string, Section>>;

export const sectionsOf = (resource: Resource): Sections =>
  resource.type === 'client' ? ofClient(resource) : ofData(resource);

/** What every resource has. Comments, shares, subscribers and tags cannot be made here: none exist. */
const ofAny = (resource: Resource): Sections => ({
  comments: none,
  description: async () => resource.description,
  shares: none,
  subscribers: none,
  tagged: none,
  tags: none,
});

const none: Section = async () => [];

const basic = ({ type, created, modified }: Resource) => ({
  created,
  modified,
  subscribers: 0,
  type,
});

function ofClient(client: Client): Sections {
  return {
    aliases: (ctx) => aliasReport(ctx, client),
    basic: async (ctx) => ({
      ...basic(client),
      status: client.description.locked ? 'locked' : keyState(ctx, client),
    }),
    counts: async (ctx) => counts((await readUsage(ctx, client.rid)).own),
    ...ofAny(client),
    key: async (ctx) => cikOf(ctx, client),
    usage: async (ctx) => counts((await readUsage(ctx, client.rid)).all),
  };
}

function ofData(resource: DataResource): Sections {
  return {
    aliases: (ctx) => aliasReport(ctx, resource),
    basic: async () => basic(resource),
    ...ofAny(resource),
    storage: (ctx) => storage(ctx, resource),
  };
}

/** Nothing is dispatched here yet, so nothing of a day's dispatches is used. */
const counts = ({ points, ...tally }: Tally) => ({ ...tally, email: 0, http: 0, sms: 0, xmpp: 0 });

/** What a reader sees: what retention hides is deleted first. */
async function storage(ctx: Context, resource: DataResource) {
  await trimExactly(ctx, resource);
  const head = await readHead(ctx, resource.rid);
  if (!head) return { count: 0, first: 0, last: 0, size: 0 };
  return { count: head.count, first: head.first, last: head.last, size: head.size };
}
