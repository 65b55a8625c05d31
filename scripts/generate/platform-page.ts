// docs/platform-configuration.md: every key of the platform file, from the schema that checks it.

import type { JsonSchema } from '../../src/agent/config/file/json-schema.ts';
import { table } from './configuration-page.ts';
import { rows } from './rows.ts';

export const platformPage = (schema: JsonSchema): string => `# Configuration of the platform

    holdfast platform --config platform.yaml --listen HOST:PORT --data DIR

reads one file, in YAML (JSON is YAML), at its start. This page is generated from the schema that checks the file;
[platform.example.yaml](../config/platform.example.yaml) has every key, and editors that know JSON Schema complete and
check the file by [platform.schema.json](../config/platform.schema.json). Everything may be left out, the file too. A
file that is wrong is exit 78, and every error is named with its line and column.

A key in bold must be given when its group is. What the file names (a certificate, a key, a password) is read once, at
the start: after a change, start the platform again.

${table(rows(schema), false)}
`;
