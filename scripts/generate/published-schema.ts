// The schemas in config/: for editors, which complete and check a file by them.

import type { JsonSchema } from '../../src/agent/config/file/json-schema.ts';

export const publishedSchema = (schema: JsonSchema): string =>
  `${JSON.stringify(schema, (_, value) => standard(value), 2)}\n`;

/** Without our own words, which editors do not know. */
function standard(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { part, example, ...rest } = value as Record<string, unknown>;
  return typeof example === 'string' ? { ...rest, examples: [example] } : rest;
}
