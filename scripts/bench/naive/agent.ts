// The naive agent as a process: a timer a channel, a key a point, a request a point.
//
// Arguments: the folder of its store, the platform's address, how many channels.

import process from 'node:process';
import { openNaiveStore } from './store.ts';
import { createNaiveUplink } from './uplink.ts';

const [dir = '', url = '', channels = '1'] = process.argv.slice(2);
const store = await openNaiveStore(dir, { sync: false });
const uplink = createNaiveUplink(store, url, 'a'.repeat(40));

let sending = false;
async function ship(): Promise<void> {
  if (sending) return;
  sending = true;
  while (await uplink.sendOne());
  sending = false;
}

for (let i = 0; i < Number(channels); i += 1) {
  setInterval(() => {
    const second = Math.floor(Date.now() / 1000);
    const value = Math.round(Math.random() * 10_000) / 100;
    void store.put({ channel: `channel-${i}`, second, value }).then(ship);
  }, 1000);
}
