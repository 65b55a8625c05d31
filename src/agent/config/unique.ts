// Names that may be given once in the whole file: of sources and of dataports. Two sources may use the
// same key for a channel, as two boards of one make do, if their dataports have names of their own. The
// agent's own dataports have theirs already.

import { ownAliases } from '../dataports.ts';
import type { Finding } from './file/issues.ts';
import type { Path } from './file/problem.ts';

/** Works on what was written, so that a name is found twice even where its source has other errors. */
export function duplicateNames(values: unknown): readonly Finding[] {
  const names = createRegister('a source');
  const aliases = createRegister('a dataport', ownAliases);
  listOf(values, 'sensors').forEach((sensor, index) => {
    const at: Path = ['sensors', index];
    names.claim(textOf(sensor, 'name'), { path: [...at, 'name'] });
    for (const [channel, settings] of Object.entries(mappingOf(sensor, 'channels'))) {
      const path = [...at, 'channels', channel];
      const alias = textOf(settings, 'alias');
      if (alias !== undefined) aliases.claim(alias, { path: [...path, 'alias'] });
      else aliases.claim(channel, { path, ofKey: true }, ': give this channel an alias of its own');
    }
  });
  return [names, aliases].flatMap((register) => register.findings);
}

interface Register {
  readonly findings: Finding[];
  /** Notes the name, and finds fault, with advice, when it was taken already. */
  claim(name: string | undefined, where: Pick<Finding, 'path' | 'ofKey'>, advice?: string): void;
}

/** The names in `reserved` are the agent's own. */
function createRegister(what: string, reserved: readonly string[] = []): Register {
  const taken = new Set<string>();
  const findings: Finding[] = [];
  const holder = (name: string) => {
    if (reserved.includes(name)) return `the agent has ${what} of its own named "${name}"`;
    return taken.has(name) ? `${what} named "${name}" is there already` : undefined;
  };
  return {
    findings,
    claim(name, where, advice = '') {
      if (name === undefined) return;
      const held = holder(name);
      if (held !== undefined) findings.push({ ...where, message: held + advice });
      taken.add(name);
    },
  };
}

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;

const textOf = (value: unknown, key: string): string | undefined => {
  const text = fieldOf(value, key);
  return typeof text === 'string' ? text : undefined;
};

const listOf = (value: unknown, key: string): readonly unknown[] => {
  const list = fieldOf(value, key);
  return Array.isArray(list) ? list : [];
};

const mappingOf = (value: unknown, key: string): object => {
  const mapping = fieldOf(value, key);
  return typeof mapping === 'object' && mapping !== null && !Array.isArray(mapping) ? mapping : {};
};
