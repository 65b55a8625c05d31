// From the text of an agent file to its settings, or to everything that is wrong with it.

import published from '../../../config/agent.schema.json' with { type: 'json' };
import { ok, type Result } from '../../core/result.ts';
import type { Place } from './file/document.ts';
import { type FileKind, parseFile } from './file/parse.ts';
import type { Path, Problem } from './file/problem.ts';
import { type AgentFile, agentSchema } from './schema.ts';
import { resolveSettings, type Settings } from './settings.ts';
import { duplicateNames } from './unique.ts';

const agentFile: FileKind<AgentFile> = { schema: agentSchema, published, review: duplicateNames };

export interface Loaded {
  readonly settings: Settings;
  /** Where the value at a path of the file stands, for what only shows when it is used. */
  locate(path: Path): Place;
}

/** What stands in the file, complete with defaults; or its problems, in the order of the file. */
export function loadSettings(text: string): Result<Loaded, readonly Problem[]> {
  const parsed = parseFile(text, agentFile);
  if (!parsed.ok) return parsed;
  return ok({ settings: resolveSettings(parsed.value.value), locate: parsed.value.locate });
}
