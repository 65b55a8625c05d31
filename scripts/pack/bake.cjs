// The step of pkg that makes a single executable application, as a process of its own: pkg looks below
// HOME for its base binaries, and its command line cannot ask for a code cache, nor for options of Node.
//
// Arguments: the bundle, the Node as pkg names it, the architecture, the output, `code-cache` or `plain`.
'use strict';

const { default: bakeApplication } = require('pkg/lib-es5/sea.js');

// A drain makes a lot of short-lived garbage; with 16 MiB for its youngest part, as Node has it, V8 lets
// 45 MiB more of it pile up, and is no faster (measured).
const execArgv = ['--max-semi-space-size=4'];

const [bundle, nodeRange, arch, output, cache] = process.argv.slice(2);
void bakeApplication(bundle, {
  targets: [{ nodeRange, platform: 'linux', arch, output }],
  seaConfig: { useCodeCache: cache === 'code-cache', execArgv },
});
