// Saves the lines of a run as the example in docs/benchmarks.md, with its day and its machine.

import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type Line, lineText } from './report.ts';

const page = join(import.meta.dirname, '..', '..', 'docs', 'benchmarks.md');
const mark = '<!-- what follows is written by `npm run bench -- --save` -->';

export function machineText(): string {
  const [first] = cpus();
  const memory = `${Math.round(totalmem() / 1024 ** 3)} GiB`;
  const day = new Date().toISOString().slice(0, 10);
  return `${day} · Node ${process.versions.node} · ${process.arch} · ${cpus().length} × ${first?.model.trim()} · ${memory}`;
}

export function save(lines: readonly Line[]): void {
  const [above = ''] = readFileSync(page, 'utf8').split(mark);
  const text = lines.map(lineText).join('\n').trimEnd();
  writeFileSync(page, `${above}${mark}\n\n${machineText()}\n\n\`\`\`text\n${text}\n\`\`\`\n`);
}
