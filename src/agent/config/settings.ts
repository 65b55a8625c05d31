// Settings: the agent file as the agent reads it, complete, in milliseconds and bytes.

import type { AgentFile } from './schema.ts';

export interface Settings extends Omit<AgentFile, 'status' | 'buffer'> {
  readonly status: AgentFile['status']['listen'];
  readonly buffer: {
    readonly maxBytes: number;
    readonly maxAgeMs: number | undefined;
    readonly whenFull: AgentFile['buffer']['whenFull'];
    readonly keepFreeBytes: number;
  };
}

export const resolveSettings = (file: AgentFile): Settings => ({
  ...file,
  status: file.status.listen,
  buffer: {
    maxBytes: file.buffer.maxBytes,
    maxAgeMs: file.buffer.maxAge,
    whenFull: file.buffer.whenFull,
    keepFreeBytes: file.buffer.keepFree,
  },
});
