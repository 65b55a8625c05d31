// The machine: every port of the agent on this computer. Natives load when a source first needs them.

import type { Terminal } from '../core/ports/terminal.ts';
import { createClock } from '../io/clock.ts';
import { createCron } from '../io/cron.ts';
import { createFiles } from '../io/files.ts';
import { createPins } from '../io/gpio/pins.ts';
import { createJournal, type JournalOptions } from '../io/journal.ts';
import { createLevelOpener } from '../io/level/level.ts';
import { createLibcDoor } from '../io/libc.ts';
import { createNotifier } from '../io/notifier.ts';
import { createRandom } from '../io/random.ts';
import { createByteLinks } from '../io/serial/byte-links.ts';
import { createAssets } from '../io/web/assets.ts';
import { createHttp } from '../io/web/http.ts';
import { createHttpServer } from '../io/web/http-server.ts';
import type { RunPorts } from './run.ts';

/** Nothing is opened before it is used; `http` keeps connections, and is the caller's to close. */
export function createMachine(terminal: Terminal, options: JournalOptions = {}): RunPorts {
  const libc = createLibcDoor();
  const clock = createClock(libc);
  const journal = createJournal(options);
  return {
    terminal,
    clock,
    journal,
    random: createRandom(),
    files: createFiles(),
    kv: createLevelOpener(),
    http: createHttp(),
    server: createHttpServer(journal),
    assets: createAssets(),
    links: createByteLinks(),
    pins: createPins({ libc, clock }),
    cron: createCron(),
    notifier: createNotifier({ libc, journal }, terminal.env),
  };
}
