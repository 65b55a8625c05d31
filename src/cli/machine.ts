// The machine: every port on this computer. Natives and packages load when they are first needed.

import type { Control } from '../core/ports/control.ts';
import type { Terminal } from '../core/ports/terminal.ts';
import { createClock } from '../io/clock.ts';
import { createControl } from '../io/control.ts';
import { createCron } from '../io/cron.ts';
import { createFiles } from '../io/files.ts';
import { createPins } from '../io/gpio/pins.ts';
import { createJournal, type JournalOptions } from '../io/journal.ts';
import { createLevelOpener } from '../io/level/level.ts';
import { createLibcDoor } from '../io/libc.ts';
import { createScriptWorker } from '../io/lua/script-worker.ts';
import { createMail } from '../io/mail.ts';
import { createNotifier } from '../io/notifier.ts';
import { createRandom } from '../io/random.ts';
import { createResolver } from '../io/resolver.ts';
import { createByteLinks } from '../io/serial/byte-links.ts';
import { createAssets } from '../io/web/assets.ts';
import { createHttp } from '../io/web/http.ts';
import { createHttpServer } from '../io/web/http-server.ts';
import type { PlatformPorts } from './platform/start.ts';
import type { RunPorts } from './run.ts';

/** What both faces need. */
type Machine = RunPorts &
  Pick<PlatformPorts, 'waysOut' | 'scriptWorker'> & { readonly control: Control };

/** Nothing is opened before it is used; `http` keeps connections, and is the caller's to close. */
export function createMachine(terminal: Terminal, options: JournalOptions = {}): Machine {
  const libc = createLibcDoor();
  const clock = createClock(libc);
  const journal = createJournal(options);
  const http = createHttp();
  return {
    terminal,
    clock,
    journal,
    random: createRandom(),
    files: createFiles(),
    kv: createLevelOpener(),
    http,
    waysOut: (mail) => ({ http, resolver: createResolver(), mail: mail && createMail(mail) }),
    scriptWorker: createScriptWorker(),
    control: createControl(),
    server: createHttpServer(journal),
    assets: createAssets(),
    links: createByteLinks(),
    pins: createPins({ libc, clock }),
    cron: createCron(),
    notifier: createNotifier({ libc, journal }, terminal.env),
  };
}
