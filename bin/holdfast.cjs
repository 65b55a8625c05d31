#!/usr/bin/env node
// Starts Holdfast on a Node that can run it. This file is plain JavaScript that Node 20 can read.
'use strict';

const { spawn } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

// The first line that runs our TypeScript sources as they are, with all that they use.
const leastMajor = 24;
const checkParentsMs = 250;
const main = join(__dirname, '..', 'src', 'main.ts');

if (process.env.npm_lifecycle_event === 'npx') endWithNpx();
if (Number(process.versions.node.split('.')[0]) >= leastMajor) {
  void import(pathToFileURL(main).href);
} else {
  const node = join(__dirname, `../node_modules/node-linux-${process.arch}/bin/node`);
  if (existsSync(node)) handOver(node);
  else {
    process.stderr.write(
      `holdfast needs Node ${leastMajor} or newer, and this is ${process.version}.\n` +
        `Run "npm ci" in ${join(__dirname, '..')}, which brings the right one along, or install it.\n`,
    );
    process.exitCode = 1;
  }
}

/** Runs Holdfast on the pinned Node as if it were this process: streams, signals and exit code. */
function handOver(node) {
  // The channel carries nothing. It breaks when this process is killed, and then the child ends too.
  const child = spawn(node, [main, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // Ctrl-C reaches the whole foreground group, the child included: passing it on would double it.
  const onScreen = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  process.on('SIGINT', () => onScreen || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGUSR2']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    process.stderr.write(`${node} does not start: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    // End by the same signal, so that whoever waits for us sees what happened.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/**
 * npx puts a shell between itself and us, and its signals end there: without this, stopping npx would
 * leave a process behind that still holds the store and the port.
 */
function endWithNpx() {
  const shell = process.ppid;
  const npx = parentOf(shell);
  const watch = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npx) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, checkParentsMs);
  watch.unref();
}

/** Field 4 of /proc/PID/stat, after the name of the program, which may hold anything. */
function parentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ')[1];
  } catch {
    return undefined;
  }
}
