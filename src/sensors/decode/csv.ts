// Decoding csv: values between separators, each at its place.

import { fromText } from './convert.ts';
import { bad, collect, type Decoder, type Formats, textDecoder } from './decoder.ts';

export interface CsvSettings {
  readonly separator: string;
  /** Channel of each place (a name that is no channel skips the place), or place of each channel, from 0. */
  readonly columns?: readonly string[] | Readonly<Record<string, number>> | undefined;
}

/**
 * Without `columns`, the channels in the order of the settings. An empty field is no value; a frame
 * with too few fields was cut on its way, and nothing of it is used.
 */
export function createCsvDecoder(formats: Formats, settings: CsvSettings): Decoder {
  const places = placesOf(formats, settings.columns);
  const fieldsNeeded = Math.max(...places.values()) + 1;
  return textDecoder((text) => {
    const fields = splitFields(text, settings.separator);
    if (fields.length < fieldsNeeded) return bad(`a frame has fewer than ${fieldsNeeded} fields`);
    return collect(formats, (channel) => fields[places.get(channel) ?? -1] || undefined, fromText);
  });
}

/** The place of each channel that has one. */
export function placesOf(
  formats: Pick<Formats, 'keys' | 'has'>,
  columns: CsvSettings['columns'],
): ReadonlyMap<string, number> {
  const isList = (given: typeof columns): given is readonly string[] => Array.isArray(given);
  const list = columns === undefined ? [...formats.keys()] : columns;
  const entries = isList(list) ? list.map((name, at) => [name, at] as const) : Object.entries(list);
  return new Map(entries.filter(([name]) => formats.has(name)));
}

const quotedField = /^\s*"((?:[^"]|"")*)"\s*$/;

/** Fields may stand in double quotes, and then hold the separator, and a quote written twice. */
function splitFields(text: string, separator: string): string[] {
  if (!text.includes('"')) return text.split(separator).map((field) => field.trim());
  const fields: string[] = [];
  let open: string | undefined;
  for (const part of text.split(separator)) {
    const field: string = open === undefined ? part : open + separator + part;
    // An odd number of quotes: the separator stood inside of them, and the field goes on.
    open = field.split('"').length % 2 === 0 ? field : undefined;
    if (open !== undefined) continue;
    const [, quoted] = quotedField.exec(field) ?? [];
    fields.push(quoted === undefined ? field.trim() : quoted.replaceAll('""', '"'));
  }
  return open === undefined ? fields : [...fields, open.trim()];
}
