// The agent's page in a real browser, over a made-up agent whose time the test moves.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type CannedAgent, startCannedAgent } from './canned-agent.ts';
import { noBrowser, openBrowser, visit } from './chromium.ts';

let browser: Browser;
let agent: CannedAgent;

before(async () => {
  if (noBrowser) return;
  [browser, agent] = await Promise.all([openBrowser(), startCannedAgent()]);
});
after(async () => {
  if (noBrowser) return;
  await browser.close();
  await agent.close();
});

/** Lets `seconds` pass on the agent and waits until the page has caught up with each. */
async function pass(page: Page, seconds: number): Promise<void> {
  for (let n = 0; n < seconds; n += 1) {
    agent.tick();
    const { sensed } = agent.status().ledger;
    await shows(page, '#ledger-sensed', sensed.toLocaleString('en'));
  }
}

const shows = (page: Page, selector: string, text: string | RegExp) =>
  page.locator(selector).filter({ hasText: text }).waitFor({ timeout: 10_000 });

/** A canvas of the page, as far as the test reads it. */
interface Canvas {
  readonly width: number;
  readonly height: number;
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray };
  } | null;
}

/** How many pixels of a chart are of this kind: amber lines wait, green ones are delivered. */
const pixels = (page: Page, channel: number, kind: 'waiting' | 'delivered') =>
  page
    .locator('.channel canvas')
    .nth(channel)
    .evaluate((canvas: Canvas, kind) => {
      const { data } =
        canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
      let count = 0;
      for (let at = 0; data && at < data.length; at += 4) {
        const [red = 0, green = 0, blue = 0, alpha = 0] = data.slice(at, at + 4);
        const waiting = red > 170 && green > 70 && green < 150 && blue < 60;
        const delivered = red < 60 && green > 110 && blue > 90;
        if (alpha > 200 && (kind === 'waiting' ? waiting : delivered)) count += 1;
      }
      return count;
    }, kind);

test('an outage and its end are to be seen: lamp, buffer, ledger, and the gap that fills', {
  skip: noBrowser,
  timeout: 120_000,
}, async () => {
  const { page, wrong } = await visit(browser, agent.url);
  await pass(page, 12);
  await shows(page, '#uplink-name', 'Online');
  await shows(page, '#ledger-verdict', 'every point accounted for');
  assert.equal(await page.locator('.channel').count(), 3);
  assert.equal(await page.title(), 'greenhouse-1 · Holdfast');
  assert((await pixels(page, 0, 'delivered')) > 0);
  assert.equal(await pixels(page, 0, 'waiting'), 0);

  await page.getByRole('button', { name: 'Pull the cable' }).click();
  await page.getByRole('button', { name: 'Plug it back in' }).waitFor();
  assert.equal(agent.gate.on, false);
  await pass(page, 20);
  await shows(page, '#uplink-name', 'Offline');
  await shows(page, '#uplink-sentence', /Next try in \d s/);
  await shows(page, '#buffer-points', '60 points');
  await shows(page, '#buffer-age', 'oldest 19 s');
  await shows(page, '#ledger-terms .pending strong', '60');
  assert((await pixels(page, 0, 'waiting')) > 50);

  await page.getByRole('button', { name: 'Plug it back in' }).click();
  await pass(page, 3);
  await shows(page, '#uplink-name', 'Online');
  await shows(page, '#buffer-age', 'nothing waits');
  await page.locator('.segment.pending').waitFor({ state: 'hidden' });
  await shows(page, '#demo-hint', 'each exactly once');
  let left = await pixels(page, 0, 'waiting');
  for (let tries = 0; left > 0 && tries < 100; tries += 1) {
    await page.waitForTimeout(50);
    left = await pixels(page, 0, 'waiting');
  }
  assert.equal(left, 0);
  assert.deepEqual(wrong, []);
  await page.close();
});

test('the page says so when the agent falls silent, and keeps its charts over a reload', {
  skip: noBrowser,
  timeout: 60_000,
}, async () => {
  const { page, wrong } = await visit(browser, agent.url);
  await pass(page, 12);
  const drawn = await pixels(page, 0, 'delivered');
  await page.reload();
  await shows(page, '#uplink-name', 'Online');
  await page.locator('.channel canvas').first().waitFor();
  await page.locator('html[data-ready]').waitFor();
  assert((await pixels(page, 0, 'delivered')) > drawn / 2, 'the past is drawn again');
  assert.deepEqual(wrong, []);

  await page.route('**/status', (route) => route.abort());
  await page.locator('#silence').waitFor({ state: 'visible' });
  await page.unroute('**/status');
  await page.locator('#silence').waitFor({ state: 'hidden' });
  await page.close();
});

test('on a narrow screen nothing runs over the edge', {
  skip: noBrowser,
  timeout: 60_000,
}, async () => {
  const { page } = await visit(browser, agent.url);
  await page.setViewportSize({ width: 360, height: 700 });
  await pass(page, 2);
  const over = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  assert.equal(over, 0);
  await page.close();
});
