// docs/configuration.md: every key of the agent file, from the schema that checks it.

import { alternatives, type JsonSchema } from '../../src/agent/config/file/json-schema.ts';
import { defaultText, type Row, rows, valueWords } from './rows.ts';

export function configurationPage(schema: JsonSchema): string {
  const { sensors, ...others } = schema.properties ?? {};
  const kinds = sensors?.items ? alternatives(sensors.items) : [];
  return `# Configuration

The agent reads one file, in YAML (JSON is YAML). This page is generated from the schema that checks the
file; [agent.example.yaml](../config/agent.example.yaml) has every key outside \`sensors\`, and editors that
know JSON Schema complete and check the file by [agent.schema.json](../config/agent.schema.json).

    holdfast check --config agent.yaml

names everything that is wrong with a file, each with its line, its column and what was probably meant:

    agent.yaml:9:5 sensors[0].buad: unknown key (did you mean "baud"?)
    agent.yaml:15:13 durability.windowMs: write a duration such as 500ms, 10s, 5m, 2h or 7d

A duration is a number with its unit, \`500ms\`, \`10s\`, \`5m\`, \`2h\` or \`7d\`; a size likewise, \`512B\`, \`64KiB\`,
\`256MiB\` or \`2GiB\`. Keys that end in Ms or Bytes also take plain numbers. A key without a value counts as
not given. Where the tables say text, what is written is taken as text: \`vid: 0403\` keeps its zero.

A key in bold must be given. The last column says which part of the agent reads the key.

## The file

${table(rows({ ...schema, properties: others }), true)}

## Sources

\`sensors\` is a list; each entry is a source of one \`kind\`. Names of sources are given once in a file, and
so are names of channels and of their dataports.

${kinds.map(kindSection).join('\n\n')}
`;
}

function kindSection(kind: JsonSchema): string {
  const { kind: word, ...properties } = kind.properties ?? {};
  return `### \`kind: ${word?.const}\`

${word?.description ?? ''}

${table(rows({ ...kind, properties }), false)}`;
}

export function table(keys: readonly Row[], withPart: boolean): string {
  const head = ['key', 'value', 'default', 'meaning', ...(withPart ? ['read by'] : [])];
  const body = keys.map((row) => [
    row.required ? `**\`${row.path}\`**` : `\`${row.path}\``,
    valueWords(row.schema) + (row.like === undefined ? '' : `, as in \`${row.like}\``),
    code(defaultText(row.schema)),
    row.schema.description ?? '',
    ...(withPart ? [row.schema.part ?? ''] : []),
  ]);
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '\\<')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

const code = (text: string | undefined): string => (text === undefined ? '' : `\`${text}\``);
