// From the text of an agent file to its settings, or to everything that is wrong with it.

import { err, ok, type Result } from '../../core/result.ts';
import { amend } from './amend.ts';
import { readYaml, type YamlFile } from './document.ts';
import { type Finding, findings } from './issues.ts';
import { inputSchema } from './json-schema.ts';
import { formatPath, type Problem } from './problem.ts';
import { agentSchema } from './schema.ts';
import { resolveSettings, type Settings } from './settings.ts';
import { duplicateNames } from './unique.ts';

/** What stands in the file, complete with defaults; or its problems, in the order of the file. */
export function loadSettings(text: string): Result<Settings, readonly Problem[]> {
  const file = readYaml(text);
  if ('message' in file) return err([file]);
  if (file.problems.length > 0) return err(file.problems);
  if (file.document.contents === null) return err([whole('is empty')]);
  // Unfolding the aliases once shows that what follows ends.
  if (file.values() === undefined) return err([whole('has aliases without end or without anchor')]);

  const problems = amend(file, inputSchema(agentSchema));
  const values = file.values();
  const parsed = agentSchema.safeParse(values);
  if (!parsed.success) problems.push(...locateAll(file, findings(parsed.error.issues, values)));
  problems.push(...locateAll(file, duplicateNames(values)));
  if (parsed.success && problems.length === 0) return ok(resolveSettings(parsed.data));
  return err(problems.toSorted((a, b) => a.line - b.line || a.column - b.column));
}

const whole = (message: string): Problem => ({ path: '', line: 1, column: 1, message });

const locateAll = (file: YamlFile, found: readonly Finding[]): readonly Problem[] =>
  found.map((finding) => ({
    ...finding,
    path: formatPath(finding.path),
    ...file.locate(finding.path),
  }));
