// The demo's server for the agent: the next free port, and the switch beside the agent's own routes.

import type { HttpServer } from '../../core/ports/http-server.ts';
import type { Gate } from './gate.ts';
import { withSwitch } from './routes.ts';

/** How many ports to try: enough for a developer's machine, and a bound. */
const portsToTry = 100;
const highestPort = 65_535;

/** The same port, which on a taken port goes on to the next one, and serves the switch as well. */
export const demoServer = (server: HttpServer, gate: Gate, platform: string): HttpServer => ({
  async listen(options, handler) {
    const last = Math.min(options.port + portsToTry - 1, highestPort);
    const switched = withSwitch(handler, gate, { host: options.host, platform });
    for (let port = options.port; ; port += 1) {
      const listening = await server.listen({ ...options, port }, switched);
      const taken = !listening.ok && listening.failure.kind === 'in-use';
      if (!taken || port >= last) return listening;
    }
  },
});
