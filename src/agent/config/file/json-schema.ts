// The JSON Schema of the agent file, and how to walk it beside a file that may not satisfy it.

import * as z from 'zod';

/** The part of JSON Schema that zod writes for us. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  /** Ours, and not of JSON Schema: see fields.ts. */
  readonly part?: string;
  readonly example?: string;
}

/** What a person may write, before defaults and units are resolved. */
export const inputSchema = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

/** The alternatives behind a place of the schema, unions opened. */
export const alternatives = (schema: JsonSchema): readonly JsonSchema[] => {
  const inner = schema.anyOf ?? schema.oneOf;
  return inner === undefined ? [schema] : inner.flatMap(alternatives);
};

/** The schema of a key of a mapping: undefined when the key is not known there. */
export function propertyOf(schema: JsonSchema, key: string): JsonSchema | undefined {
  if (schema.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key];
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

/** Whether a value of this JSON type may stand here. */
export function accepts(schema: JsonSchema, type: 'string' | 'number' | 'boolean'): boolean {
  if (schema.const !== undefined) return typeof schema.const === type;
  if (schema.enum !== undefined) return schema.enum.some((value) => typeof value === type);
  if (schema.type === undefined) return true;
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  return types.includes(type) || (type === 'number' && types.includes('integer'));
}

/**
 * The key that tells the alternatives of a union of mappings apart, with its word for each
 * alternative; undefined when there is no such key.
 */
export function discriminator(
  options: readonly JsonSchema[],
): { readonly key: string; readonly words: readonly string[] } | undefined {
  if (options.length < 2) return undefined;
  for (const key of Object.keys(options[0]?.properties ?? {})) {
    const words = options.map((option) => option.properties?.[key]?.const);
    if (words.every((word) => typeof word === 'string')) return { key, words };
  }
  return undefined;
}
