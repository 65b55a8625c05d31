// npm run generate: writes what follows from the sources; with --check, says what is stale instead.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { inputSchema } from '../src/agent/config/file/json-schema.ts';
import { agentSchema } from '../src/agent/config/schema.ts';
import { platformSchema } from '../src/cli/platform/config/schema.ts';
import { commandsPage } from './generate/commands-page.ts';
import { configurationPage } from './generate/configuration-page.ts';
import { agentExample, platformExample } from './generate/example-file.ts';
import { platformPage } from './generate/platform-page.ts';
import { publishedSchema } from './generate/published-schema.ts';

const root = join(import.meta.dirname, '..');
const schema = inputSchema(agentSchema);
const platform = inputSchema(platformSchema);

const pages: Readonly<Record<string, string>> = {
  'config/agent.schema.json': publishedSchema(schema),
  'config/agent.example.yaml': agentExample(schema),
  'docs/configuration.md': configurationPage(schema),
  'config/platform.schema.json': publishedSchema(platform),
  'config/platform.example.yaml': platformExample(platform),
  'docs/platform-configuration.md': platformPage(platform),
  'docs/commands.md': await commandsPage(),
};

const stale = Object.keys(pages).filter((path) => pages[path] !== onDisk(path));

if (process.argv.includes('--check')) {
  for (const path of stale) console.error(`${path} is stale: run \`npm run generate\``);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else
  for (const path of stale) {
    writeFileSync(join(root, path), pages[path] ?? '');
    console.log(`wrote ${path}`);
  }

function onDisk(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}
