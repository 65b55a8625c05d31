// The keys of a schema as rows of a table: their path, what may stand there, the default, the meaning.

import { alternatives, type JsonSchema } from '../../src/agent/config/file/json-schema.ts';

export interface Row {
  /** `channels.NAME.unit`. */
  readonly path: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
  /** The path of an earlier row: what stands below that one may stand below this one. */
  readonly like?: string;
}

/** All keys below this mapping, each followed by those below it. */
export const rows = (mapping: JsonSchema): readonly Row[] =>
  mappingRows(mapping, '', { told: new Map(), inUnion: false });

interface Way {
  /** What was told already, with its path: no subtree comes twice. */
  readonly told: Map<string, string>;
  /** What an alternative demands need not be given. */
  readonly inUnion: boolean;
}

function mappingRows(mapping: JsonSchema, prefix: string, way: Way): readonly Row[] {
  const required = new Set(way.inUnion ? [] : mapping.required);
  return Object.entries(mapping.properties ?? {}).flatMap(([key, schema]) => {
    const path = prefix + key;
    const row = { path, schema, required: required.has(key) };
    const inner = rowsBelow(schema, path, way);
    if (inner.length === 0) return [row];
    const { description, default: _, ...shape } = schema;
    const like = way.told.get(JSON.stringify(shape));
    if (like !== undefined) return [{ ...row, like }];
    way.told.set(JSON.stringify(shape), path);
    return [row, ...inner];
  });
}

function rowsBelow(schema: JsonSchema, path: string, way: Way): readonly Row[] {
  const options = alternatives(schema);
  const inner = { ...way, inUnion: way.inUnion || options.length > 1 };
  return options.flatMap((option) => [
    ...mappingRows(option, `${path}.`, inner),
    ...(typeof option.additionalProperties === 'object' && option.properties === undefined
      ? rowsBelow(option.additionalProperties, `${path}.NAME`, inner)
      : []),
  ]);
}

/** What may stand at a key, in the words of the file: `text`, `float or integer`, `duration`. */
export const valueWords = (schema: JsonSchema): string =>
  [...new Set(alternatives(schema).flatMap(typeWords))].join(' or ');

function typeWords(schema: JsonSchema): readonly string[] {
  const fixed = schema.const === undefined ? schema.enum : [schema.const];
  if (fixed) return fixed.map((value) => `\`${value}\``);
  if (schema.pattern?.endsWith('(ms|s|m|h|d)$')) return ['duration'];
  if (schema.pattern?.endsWith('(B|KiB|MiB|GiB)$')) return ['size'];
  if (schema.items) return [`list of ${valueWords(schema.items)}`];
  if (schema.type === 'object') return [objectWords(schema)];
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  return types.map((type) => plainWords[type] ?? type);
}

const plainWords: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: '`true` or `false`',
};

function objectWords({ properties }: JsonSchema): string {
  const keys = Object.keys(properties ?? {});
  return keys.length > 0 ? `\`{ ${keys.join(', ')} }\`` : 'mapping';
}

/** The default as it would be written in the file; undefined when there is none to speak of. */
export function defaultText(schema: JsonSchema): string | undefined {
  const value = schema.default;
  if (value === undefined || (typeof value === 'object' && Object.keys(value ?? {}).length === 0))
    return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
