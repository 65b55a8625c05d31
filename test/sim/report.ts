// Report: what a person needs to see of a world, and how to see it again.

import { defaultSteps, type Outcome } from './run.ts';

const lastLines = 40;

export const replay = ({ seed, steps }: Outcome): string =>
  `npm run sim -- --seed ${seed}${steps === defaultSteps ? '' : ` --steps ${steps}`} --story`;

/** The law that was broken, what happened before, and the line that plays it again. */
export function report(outcome: Outcome): string {
  const { seed, broken, story } = outcome;
  const end = story.at(-1) ?? '';
  if (broken === undefined) return `seed ${seed}: all laws held\n${end}`;
  return [
    `seed ${seed}: ${broken}`,
    '',
    `the last ${lastLines} events:`,
    ...story.slice(-lastLines),
    '',
    `to see all of it: ${replay(outcome)}`,
  ].join('\n');
}
