// Which groups of measurements there are, in the order in which they run.

import type { Group } from './bench.ts';
import { drain } from './groups/drain.ts';
import { head } from './groups/head.ts';
import { ingest } from './groups/ingest.ts';
import { line } from './groups/line.ts';
import { memory } from './groups/memory.ts';
import { online } from './groups/online.ts';
import { platform } from './groups/platform.ts';
import { start } from './groups/start.ts';
import { wear } from './groups/wear.ts';

export const groups: Readonly<Record<string, Group>> = {
  ingest,
  line,
  wear,
  head,
  drain,
  platform,
  online,
  start,
  memory,
};
