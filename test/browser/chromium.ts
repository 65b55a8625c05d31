// Debian's chromium, driven by playwright-core; where it is missing the tests say how to get it.

import { type Browser, chromium, type Page } from 'playwright-core';
import { missing } from '../lab/needs.ts';

const executablePath = '/usr/bin/chromium';

/** For the `skip` of a test: false when there is a browser. */
export const noBrowser = missing({ what: executablePath, how: 'apt-get install chromium' });

/** Without these it looks for updates and its makers' hosts at every start. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath, args: quiet });

/** Opens a page and collects what went wrong on it: errors of its code, and requests to anywhere else. */
export async function visit(
  browser: Browser,
  url: string,
): Promise<{ page: Page; wrong: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) wrong.push(`asked for ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !/404/.test(message.text())) wrong.push(message.text());
  });
  await page.goto(url);
  return { page, wrong };
}
