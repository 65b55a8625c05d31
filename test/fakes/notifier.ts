// A service manager that remembers what it was told.

import type { Notifier } from '../../src/core/ports/notifier.ts';

export interface FakeNotifier extends Notifier {
  /** What was said, in the words of sd_notify (`READY=1`). */
  readonly said: readonly string[];
}

export function createFakeNotifier(options: { readonly watchdogMs?: number } = {}): FakeNotifier {
  const said: string[] = [];
  return {
    said,
    watchdogMs: options.watchdogMs,
    ready: () => said.push('READY=1'),
    alive: () => said.push('WATCHDOG=1'),
    status: (text) => said.push(`STATUS=${text.replaceAll('\n', ' ')}`),
    stopping: () => said.push('STOPPING=1'),
  };
}
