// The example file that a newcomer copies.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadSettings } from '../../../src/agent/config/load.ts';

const path = join(import.meta.dirname, '../../../config/agent.example.yaml');
const text = readFileSync(path, 'utf8');

const settingsOf = (yaml: string) => {
  const loaded = loadSettings(yaml);
  assert.ok(loaded.ok, JSON.stringify(loaded));
  return loaded.value.settings;
};

test('the example is right as it stands', () => {
  assert.equal(settingsOf(text).device, 'greenhouse-1');
});

test('its commented keys are right too, and their values are the defaults', () => {
  // A comment has one space after its sign; a key that is commented out has none, or its indentation.
  const all = text.replaceAll(/^#(?=\w| {2})/gm, '');
  assert.notEqual(all, text);
  settingsOf(all);
  const defaults = all.replaceAll(/^.*# not set by default$/gm, '');
  assert.deepEqual(settingsOf(defaults), settingsOf(text));
});
