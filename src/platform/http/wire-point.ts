// A point as a procedure answers it, `[second,value]` in JSON, for a form: floats keep their fraction.

export interface WirePointText {
  readonly second: number;
  /** The value as plain text: `1.0`, `true`, a string without its quotes. */
  readonly value: string;
}

export function parsePoint(json: string): WirePointText | undefined {
  const comma = json.indexOf(',');
  if (comma < 0) return undefined;
  const value = json.slice(comma + 1, -1);
  return {
    second: Number(json.slice(1, comma)),
    value: value.startsWith('"') ? String(JSON.parse(value)) : value,
  };
}
