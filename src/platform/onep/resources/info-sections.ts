// The sections of info, by the type of the resource (seed 003, "info"; checklist O20).

import { cikOf, keyState } from '../../auth/client-key.ts';
import type { Context } from '../../context.ts';
import { readFaults } from '../../flow/faults.ts';
import { readToday, type Today } from '../../resources/daily.ts';
import type { Client, DataResource, Resource } from '../../resources/resource.ts';
import { subscribersOf } from '../../resources/subscriptions.ts';
import { readUsage, type Tally } from '../../resources/usage.ts';
import { readScript } from '../../scripts/state.ts';
import { readHead } from '../../series/head.ts';
import { trimExactly } from '../../series/retention.ts';
import { codeOf, sharesOf } from '../../sharing/shares.ts';
import { taggedBy, tagsOf } from '../../sharing/tags.ts';
import { aliasReport } from '../aliases/alias-report.ts';

type Section = (ctx: Context) => Promise<unknown>;
export type Sections = Readonly<Record<string, Section>>;

/** For those who rule the resource. */
export const sectionsOf = (resource: Resource): Sections =>
  resource.type === 'client' ? ofClient(resource) : ofData(resource);

/** For those who may read it only: nothing that opens a door, and nothing of what its owner does with it. */
export function openSectionsOf(resource: Resource): Sections {
  const { basic, comments, tags, storage } = sectionsOf(resource) as Record<string, Section>;
  const sections = { basic, comments, tags, storage };
  const { recipient: _, ...description } = { recipient: '', ...resource.description };
  const open: Record<string, Section> = {
    aliases: (ctx) => aliasReport(ctx, resource),
    description: async () => description,
  };
  for (const [name, section] of Object.entries(sections)) if (section) open[name] = section;
  return open;
}

/** What every resource has. Nothing makes comments here: there are none. */
const ofAny = (resource: Resource): Sections => ({
  aliases: (ctx) => aliasReport(ctx, resource),
  basic: async (ctx) => ({
    created: resource.created,
    modified: resource.modified,
    ...(await status(ctx, resource)),
    subscribers: (await subscribers(ctx, resource)).length,
    type: resource.type,
  }),
  comments: async () => [],
  description: async () => resource.description,
  shares: (ctx) => shares(ctx, resource),
  subscribers: (ctx) => subscribers(ctx, resource),
  tagged: (ctx) => tagged(ctx, resource),
  tags: (ctx) => tags(ctx, resource),
});

const ofClient = (client: Client): Sections => ({
  ...ofAny(client),
  counts: async (ctx) =>
    counts((await readUsage(ctx, client.rid)).own, (await readToday(ctx, client.rid)).own),
  key: async (ctx) => cikOf(ctx, client),
  usage: async (ctx) =>
    counts((await readUsage(ctx, client.rid)).all, (await readToday(ctx, client.rid)).all),
});

const ofData = (resource: DataResource): Sections => ({
  ...ofAny(resource),
  errors: async (ctx) => (await readFaults(ctx, resource.rid)) ?? { count: 0 },
  storage: (ctx) => storage(ctx, resource),
});

/** Clients, dispatches and scripts have one. */
async function status(ctx: Context, resource: Resource): Promise<object> {
  if (resource.type === 'datarule') {
    const script = await readScript(ctx, resource.rid);
    return script ? { status: script.status, activity: script.activity } : {};
  }
  if (resource.type === 'dataport') return {};
  if (resource.description.locked) return { status: 'locked' };
  return { status: resource.type === 'client' ? keyState(ctx, resource) : 'activated' };
}

const counts = ({ points: _, ...tally }: Tally, { io: __, ...today }: Today['own']) => ({
  ...tally,
  ...today,
});

/** What a reader sees: what retention hides is deleted first. */
async function storage(ctx: Context, resource: DataResource) {
  await trimExactly(ctx, resource);
  const head = await readHead(ctx, resource.rid);
  if (!head) return { count: 0, first: 0, last: 0, size: 0 };
  return { count: head.count, first: head.first, last: head.last, size: head.size };
}

async function shares(ctx: Context, { rid }: Resource): Promise<readonly object[]> {
  const list: object[] = [];
  for await (const share of sharesOf(ctx, rid)) {
    const { count, duration, activated, meta } = share;
    const terms = { code: codeOf(ctx, share), count, duration, activated };
    list.push(meta === '' ? terms : { ...terms, meta });
  }
  return list;
}

async function subscribers(ctx: Context, resource: Resource): Promise<readonly string[]> {
  const rids: string[] = [];
  if (resource.type === 'client') return rids;
  for await (const { rid } of subscribersOf(ctx, resource)) rids.push(rid);
  return rids;
}

/** The words that anybody has given to the resource. */
async function tags(ctx: Context, resource: Resource): Promise<readonly string[]> {
  const words = new Set<string>();
  for await (const { tag } of tagsOf(ctx.tx, resource)) words.add(tag);
  return [...words];
}

/** What a client has given words to. */
async function tagged(ctx: Context, { rid }: Resource): Promise<readonly string[]> {
  const rids = new Set<string>();
  for await (const tag of taggedBy(ctx.tx, rid)) rids.add(tag.rid);
  return [...rids];
}
