// npm run sim: plays one world from its seed, or many, and says which laws they kept.

import process from 'node:process';
import { parseArgs } from 'node:util';
import { replay, report } from './report.ts';
import { defaultSteps, run } from './run.ts';

const usage = `npm run sim -- --seed N [--steps M] [--story]
npm run sim -- --seeds COUNT [--from N] [--steps M]`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    steps: { type: 'string', default: String(defaultSteps) },
    story: { type: 'boolean', default: false },
  },
});
const steps = Number(values.steps);

if (values.seed !== undefined) await playOne(Number(values.seed));
else if (values.seeds !== undefined) await playMany(Number(values.from), Number(values.seeds));
else {
  console.error(usage);
  process.exitCode = 2;
}

async function playOne(seed: number): Promise<void> {
  const outcome = await run(seed, { steps });
  if (values.story) console.log(`${outcome.story.join('\n')}\n`);
  console.log(report(outcome));
  if (outcome.broken !== undefined) process.exitCode = 1;
}

async function playMany(from: number, count: number): Promise<void> {
  let broken = 0;
  for (let seed = from; seed < from + count; seed += 1) {
    const outcome = await run(seed, { steps });
    if (outcome.broken === undefined) continue;
    broken += 1;
    console.log(`seed ${seed}: ${outcome.broken.split('\n', 1)[0]}\n  ${replay(outcome)}`);
  }
  console.log(
    `${count} worlds from seed ${from}: ${broken === 0 ? 'all laws held' : `${broken} broken`}`,
  );
  if (broken > 0) process.exitCode = 1;
}
