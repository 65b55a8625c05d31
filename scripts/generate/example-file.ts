// The examples in config/: a file that works, and every other key as a comment with its default.

import type { JsonSchema } from '../../src/agent/config/file/json-schema.ts';
import { defaultText } from './rows.ts';

const smallestAgent = `# An agent file of Holdfast. \`holdfast check --config FILE\` says whether one is right; all keys are
# explained in docs/configuration.md.
# yaml-language-server: $schema=agent.schema.json

device: greenhouse-1
state: /var/lib/holdfast
platform:
  url: http://127.0.0.1:8420
  cik: { file: /var/lib/holdfast/cik }     # or 40 hex digits, or { env: NAME }
sensors:
  - name: soil
    kind: serial
    port: /dev/ttyUSB0                     # or a by-id path, or { vid, pid, serial }
    baud: 9600
    frame: line
    decode: json
    channels:
      moisture: { unit: "%", deadband: 0.5 }

# What follows may be left out; the values are the defaults.
`;

export const agentExample = (schema: JsonSchema): string => exampleFile(smallestAgent, schema);

const platformHead = `# A platform file of Holdfast, for \`holdfast platform --config FILE\`. Everything may be left out; all
# keys are explained in docs/platform-configuration.md.
# yaml-language-server: $schema=platform.schema.json
`;

export const platformExample = (schema: JsonSchema): string => exampleFile(platformHead, schema);

/** The head, and below it every group of keys as a comment. */
function exampleFile(head: string, schema: JsonSchema): string {
  const groups = Object.entries(schema.properties ?? {}).filter(
    ([key, { properties }]) => properties && !schema.required?.includes(key),
  );
  return `${head}${groups.map(([key, group]) => section(key, group)).join('')}`;
}

function section(name: string, group: JsonSchema): string {
  const lines = Object.entries(group.properties ?? {}).flatMap(([key, schema]) => [
    ...wrap(schema.description ?? '').map((line) => `  # ${line}`),
    `  ${key}: ${defaultText(schema) ?? `${schema.example}   # not set by default`}`,
  ]);
  return `\n# ${group.description}\n${[`${name}:`, ...lines].map((line) => `#${line}\n`).join('')}`;
}

function wrap(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last.length + word.length > 90) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
