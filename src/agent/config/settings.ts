// Settings: the agent file as the agent reads it, complete, in milliseconds and bytes.

import type { AgentFile } from './schema.ts';

export interface Settings extends Omit<AgentFile, 'status'> {
  /** Where the local endpoint listens. */
  readonly status: AgentFile['status']['listen'];
}

/** From a file that has passed the schema. */
export const resolveSettings = (file: AgentFile): Settings => ({
  ...file,
  status: file.status.listen,
});
