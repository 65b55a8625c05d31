// Before the tests: says what to do when this Node is too old to read our sources. Plain for that reason.
'use strict';

const leastMajor = 24;

if (Number(process.versions.node.split('.')[0]) < leastMajor) {
  console.error(
    `The tests run on the Node that "npm ci" puts into node_modules/.bin, and this is ${process.version}.\n` +
      `Run "npm ci" first. On a machine for which it brings no Node, install Node ${leastMajor} or newer.`,
  );
  process.exit(1);
}
