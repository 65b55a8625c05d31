// Names that may be given once in the whole file: of sources and of dataports. Two sources may use the
// same key for a channel, as two boards of one make do, if their dataports have names of their own.

import type { Finding } from './file/issues.ts';
import type { Path } from './file/problem.ts';

/** Works on what was written, so that a name is found twice even where its source has other errors. */
export function duplicateNames(values: unknown): readonly Finding[] {
  const names = createRegister('a source');
  const aliases = createRegister('a dataport');
  listOf(values, 'sensors').forEach((sensor, index) => {
    const at: Path = ['sensors', index];
    names.claim(textOf(sensor, 'name'), [...at, 'name']);
    for (const [channel, settings] of Object.entries(mappingOf(sensor, 'channels'))) {
      const here = [...at, 'channels', channel];
      const alias = textOf(settings, 'alias');
      if (alias !== undefined) aliases.claim(alias, [...here, 'alias']);
      else aliases.claim(channel, here, 'give this channel an alias of its own');
    }
  });
  return [names, aliases].flatMap((register) => register.findings);
}

interface Register {
  readonly findings: Finding[];
  /** Notes the name, and finds fault, with advice, when it was taken already. */
  claim(name: string | undefined, path: Path, advice?: string): void;
}

function createRegister(what: string): Register {
  const taken = new Set<string>();
  const findings: Finding[] = [];
  return {
    findings,
    claim(name, path, advice) {
      if (name === undefined) return;
      const message = `${what} named "${name}" is there already${advice ? `: ${advice}` : ''}`;
      if (taken.has(name)) findings.push({ path, message });
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
