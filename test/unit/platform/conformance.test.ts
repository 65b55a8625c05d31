// The conformance suite: every case of test/cases/onep, each on a platform of its own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aliasCases } from '../../cases/onep/aliases.ts';
import { cloneCases, moveCases } from '../../cases/onep/clones.ts';
import {
  flushCases,
  formatCases,
  readCases,
  retentionCases,
  writeCases,
} from '../../cases/onep/data.ts';
import { dataruleCases, dispatchCases, sourceCases } from '../../cases/onep/descriptions.ts';
import { preprocessCases, subscriptionCases } from '../../cases/onep/flow.ts';
import { grantCases } from '../../cases/onep/grants.ts';
import { keyCases } from '../../cases/onep/keys.ts';
import {
  createCases,
  dropCases,
  infoCases,
  listingCases,
  updateCases,
} from '../../cases/onep/resources.ts';
import { ruleCases } from '../../cases/onep/rules.ts';
import { type Case, dataportNames, type Step } from '../../cases/onep/scene.ts';
import { publicCases, shareCases, tagCases } from '../../cases/onep/shares.ts';
import { dailyCases, usageCases } from '../../cases/onep/usage.ts';
import { ask, bodyText, openTestPlatform, request } from '../../support/onep.ts';

const cases: readonly Case[] = [
  ...readCases,
  ...formatCases,
  ...writeCases,
  ...flushCases,
  ...retentionCases,
  ...createCases,
  ...dropCases,
  ...updateCases,
  ...infoCases,
  ...listingCases,
  ...aliasCases,
  ...keyCases,
  ...shareCases,
  ...publicCases,
  ...tagCases,
  ...grantCases,
  ...dataruleCases,
  ...dispatchCases,
  ...sourceCases,
  ...cloneCases,
  ...moveCases,
  ...usageCases,
  ...dailyCases,
  ...preprocessCases,
  ...subscriptionCases,
  ...ruleCases,
];

for (const { name, steps } of cases) {
  test(name, async () => {
    const scene = await openScene();
    for (const step of steps) await play(scene, step);
    await scene.platform.close();
  });
}

/** See test/cases/onep/scene.ts. `names` grows with what a case saves. */
async function openScene() {
  const platform = await openTestPlatform();
  const { root } = platform;
  const portal = await platform.client(root);
  const device = await platform.client(portal);
  const stranger = await platform.client(root);
  const names = new Map<string, unknown>();
  for (const [name, client] of Object.entries({ portal, device, stranger })) {
    names.set(`$${name}`, client.rid);
    names.set(`$${name}.cik`, client.cik);
  }
  for (const format of dataportNames) {
    const rid = await platform.need(device, 'create', 'dataport', { format });
    await platform.need(device, 'map', 'alias', rid, format);
    names.set(`$${format}`, rid);
  }
  names.set('$root.cik', root.cik);
  return { platform, names };
}

async function play({ platform, names }: Awaited<ReturnType<typeof openScene>>, step: Step) {
  if ('advanceS' in step) return platform.clock.advance(step.advanceS * 1000);
  const { as = 'device', call, status = 'ok', ...expected } = fill(step, names);
  const cik = String(names.get(`$${as}.cik`));
  const auth = expected.auth ?? { cik };
  const text = bodyText(await ask(platform.handle, request(auth, [call])));
  if (typeof status === 'number') {
    assert.equal(JSON.parse(text).error?.code, status, text);
    return;
  }
  const [answer] = JSON.parse(text);
  assert.deepEqual(answer.status, status, text);
  if (status !== 'ok' && status !== 'error' && typeof status === 'string') {
    assert.equal(typeof answer.error?.message, 'string', text);
    assert.equal(answer.error.code, expected.code ?? 501, text);
  }
  if (expected.text !== undefined) {
    assert.equal(text, `[{"id":0,"status":"ok","result":${expected.text}}]`);
  }
  if ('like' in step && step.like) assert.match(text, step.like);
  if ('result' in expected) assert.deepEqual(answer.result, expected.result);
  if (expected.keys) assert.deepEqual(Object.keys(answer.result).sort(), expected.keys);
  for (const [key, value] of Object.entries(expected.has ?? {})) {
    assert.deepEqual(answer.result[key], value, key);
  }
  const { save, pick } = expected;
  if (save) names.set(`$${save}`, pick ? answer.result[pick] : answer.result);
}

/** Puts what the names stand for in their place, keys of objects included. */
function fill<T>(value: T, names: ReadonlyMap<string, unknown>): T {
  const of = (part: unknown): unknown => {
    if (typeof part === 'string') return names.has(part) ? names.get(part) : part;
    if (Array.isArray(part)) return part.map(of);
    if (typeof part !== 'object' || part === null || part instanceof RegExp) return part;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [of(key), of(item)]));
  };
  return of(value) as T;
}
