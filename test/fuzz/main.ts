// npm run fuzz: bent requests, a million unless told, against the platform's handlers in this process.

import process from 'node:process';
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
});

const { requests, called, granted } = await fuzz(Number(values.count), Number(values.seed));
console.log(`${requests} requests answered; of their ${called} calls ${granted} were granted`);
process.exitCode = requests === Number(values.count) ? 0 : 1;
