// The files of the web pages: what a browser may ask for, and where it lies. The pack script embeds these.

export interface AssetFile {
  /** Relative to the root of the project. */
  readonly path: string;
  readonly type: string;
}

const html = 'text/html; charset=utf-8';
const css = 'text/css; charset=utf-8';
const js = 'text/javascript; charset=utf-8';

const svg = 'image/svg+xml';

const page = (name: string, type: string): [string, AssetFile] => [
  name,
  { path: `src/dashboard/${name}`, type },
];
const styles = ['base', 'flow', 'account', 'charts'];
const agentModules = [
  'buffer',
  'charts',
  'demo',
  'feed',
  'flow',
  'history',
  'ledger',
  'main',
  'sources',
];

export const assetFiles: ReadonlyMap<string, AssetFile> = new Map([
  page('agent.html', html),
  page('platform.html', html),
  page('mark.svg', svg),
  page('chart.js', js),
  page('dom.js', js),
  page('format.js', js),
  page('platform.js', js),
  ...styles.map((name) => page(`styles/${name}.css`, css)),
  ...agentModules.map((name) => page(`agent/${name}.js`, js)),
  ['uplot.js', { path: 'node_modules/uplot/dist/uPlot.esm.js', type: js }],
  ['uplot.css', { path: 'node_modules/uplot/dist/uPlot.min.css', type: css }],
]);
