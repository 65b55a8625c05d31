// Names that may be given once in the whole file: of sources, of channels, of their dataports.

import type { Finding } from './issues.ts';
import type { Path } from './problem.ts';

/** Works on what was written, so that a name is found twice even where its source has other errors. */
export function duplicateNames(values: unknown): readonly Finding[] {
  const names = createRegister('a source');
  const channels = createRegister('a channel');
  const aliases = createRegister('a dataport');
  listOf(values, 'sensors').forEach((sensor, index) => {
    const at: Path = ['sensors', index];
    names.claim(textOf(sensor, 'name'), [...at, 'name']);
    for (const [channel, settings] of Object.entries(mappingOf(sensor, 'channels'))) {
      const here = [...at, 'channels', channel];
      const alias = textOf(settings, 'alias');
      if (!channels.claim(channel, here) || alias !== undefined)
        aliases.claim(alias ?? channel, alias === undefined ? here : [...here, 'alias']);
    }
  });
  return [names, channels, aliases].flatMap((register) => register.findings);
}

interface Register {
  readonly findings: Finding[];
  /** Whether the name was taken already. */
  claim(name: string | undefined, path: Path): boolean;
}

function createRegister(what: string): Register {
  const first = new Map<string, Path>();
  const findings: Finding[] = [];
  return {
    findings,
    claim(name, path) {
      if (name === undefined) return false;
      const earlier = first.get(name);
      if (earlier === undefined) first.set(name, path);
      else findings.push({ path, message: `${what} named "${name}" is there already` });
      return earlier !== undefined;
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
