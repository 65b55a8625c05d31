// Ownership: over random trees of clients, a CIK rules its own subtree and nothing else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ask, bodyText, openTestPlatform, request, unlimited } from '../../../support/onep.ts';

interface Node {
  readonly rid: string;
  readonly cik: string;
  readonly parent: number;
  readonly dataport: string;
}

/** parents[i] says under which of the clients before it (or the root, -1) client i hangs. */
async function plant(parents: readonly number[]) {
  const platform = await openTestPlatform();
  const nodes: Node[] = [];
  for (const [at, pick] of parents.entries()) {
    const parent = at === 0 ? -1 : (pick % (at + 1)) - 1;
    const owner = { cik: nodes[parent]?.cik ?? platform.root.cik };
    const { rid, cik } = await platform.client(owner, unlimited);
    const dataport = String(
      await platform.need({ cik }, 'create', 'dataport', { format: 'float' }),
    );
    nodes.push({ rid, cik, parent, dataport });
  }
  return { platform, nodes };
}

const rules = (nodes: readonly Node[], caller: number, owner: number): boolean => {
  for (let at = owner; at >= 0; at = nodes[at]?.parent ?? -1) if (at === caller) return true;
  return false;
};

const alias = 'stolen';
/** What may be tried on a client and its dataport. Each is refused across a boundary. */
const attempts = ({ rid, dataport }: Node): readonly (readonly unknown[])[] => [
  ['read', dataport, {}],
  ['write', dataport, 1],
  ['record', dataport, [[1, 2]], {}],
  ['recordbatch', dataport, [[1, 2]]],
  ['writegroup', [[dataport, 1]]],
  ['flush', dataport],
  ['wait', dataport, { timeout: 0 }],
  ['info', dataport, {}],
  ['info', rid, {}],
  ['listing', rid, ['dataport'], ['owned']],
  ['lookup', 'owner', dataport],
  ['lookup', rid, 'aliased', ''],
  ['create', rid, 'dataport', { format: 'float' }],
  ['create', rid, 'client', {}],
  ['map', 'alias', dataport, alias],
  ['unmap', rid, 'alias', alias],
  ['update', dataport, { name: 'mine' }],
  ['drop', dataport],
];

test('no call crosses the boundary of a subtree', { timeout: 120_000 }, async () => {
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 20 }), { minLength: 2, maxLength: 6 }),
      async (parents) => {
        const { platform, nodes } = await plant(parents);
        for (const [caller, { cik, rid }] of nodes.entries()) {
          for (const [owner, victim] of nodes.entries()) {
            if (rules(nodes, caller, owner)) continue;
            const answers = await platform.rpc({ cik }, ...attempts(victim));
            for (const [at, { status, result }] of answers.entries()) {
              assert.equal(status, 'restricted', JSON.stringify(attempts(victim)[at]));
              assert.equal(result, undefined);
              tried += 1;
            }
            for (const form of [{ client_id: victim.rid }, { resource_id: victim.dataport }]) {
              const calls = [['lookup', 'aliased', '']];
              const text = bodyText(await ask(platform.handle, request({ cik, ...form }, calls)));
              assert.match(text, /"code":401/);
              tried += 1;
            }
          }
          // What it does rule, it may use: else the refusals above would prove nothing.
          await platform.need({ cik }, 'info', rid, {});
        }
        for (const { cik, dataport } of nodes) {
          await platform.need({ cik }, 'write', dataport, 1);
          await platform.need(platform.root, 'read', dataport, {});
        }
      },
    ),
    { numRuns: 20 },
  );
  assert.ok(tried > 2000, `${tried} attempts`);
});
