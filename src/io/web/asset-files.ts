// The files of the web pages: what a browser may ask for, and where it lies. The pack script embeds these.

export interface AssetFile {
  /** Relative to the root of the project. */
  readonly path: string;
  readonly type: string;
}

const html = 'text/html; charset=utf-8';
const css = 'text/css; charset=utf-8';
const js = 'text/javascript; charset=utf-8';

const page = (name: string, type: string) =>
  [name, { path: `src/dashboard/${name}`, type }] as const;

export const assetFiles: ReadonlyMap<string, AssetFile> = new Map<string, AssetFile>([
  page('agent.html', html),
  page('platform.html', html),
  page('style.css', css),
  page('agent.js', js),
  page('platform.js', js),
  ['uplot.js', { path: 'node_modules/uplot/dist/uPlot.esm.js', type: js }],
  ['uplot.css', { path: 'node_modules/uplot/dist/uPlot.min.css', type: css }],
]);
