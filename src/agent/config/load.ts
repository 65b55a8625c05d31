// From the text of an agent file to its settings, or to everything that is wrong with it.

import published from '../../../config/agent.schema.json' with { type: 'json' };
import { err, ok, type Result } from '../../core/result.ts';
import { amend } from './amend.ts';
import { type Place, readYaml, type YamlFile } from './document.ts';
import { type Finding, findings } from './issues.ts';
import type { JsonSchema } from './json-schema.ts';
import { formatPath, type Path, type Problem } from './problem.ts';
import { agentSchema } from './schema.ts';
import { resolveSettings, type Settings } from './settings.ts';
import { duplicateNames } from './unique.ts';

/** Made of `agentSchema` by `npm run generate`: to make it at each start costs a twentieth of its CPU. */
const jsonSchema: JsonSchema = published;

export interface Loaded {
  readonly settings: Settings;
  /** Where the value at a path of the file stands, for what only shows when it is used. */
  locate(path: Path): Place;
}

/** What stands in the file, complete with defaults; or its problems, in the order of the file. */
export function loadSettings(text: string): Result<Loaded, readonly Problem[]> {
  const file = readYaml(text);
  if ('message' in file) return err([file]);
  if (file.problems.length > 0) return err(inOrder(file.problems));
  if (file.document.contents === null)
    return err([{ path: '', line: 1, column: 1, message: 'is empty' }]);

  const { values, problems: slips } = amend(file, jsonSchema);
  const problems = [...slips];
  const parsed = agentSchema.safeParse(values);
  if (!parsed.success) problems.push(...locateAll(file, findings(parsed.error.issues, values)));
  problems.push(...locateAll(file, duplicateNames(values)));
  if (parsed.success && problems.length === 0)
    return ok({ settings: resolveSettings(parsed.data), locate: file.locate });
  return err(inOrder(problems));
}

const inOrder = (problems: readonly Problem[]): readonly Problem[] =>
  problems.toSorted((a, b) => a.line - b.line || a.column - b.column);

const locateAll = (file: YamlFile, found: readonly Finding[]): readonly Problem[] =>
  found.map((finding) => ({
    ...finding,
    path: formatPath(finding.path),
    ...file.locate(finding.path),
  }));
