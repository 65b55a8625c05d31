// The text format of Prometheus (exposition format 0.0.4), which agent and platform both speak.

export type Labels = Readonly<Record<string, string>>;
export type Sample = readonly [labels: Labels, value: number];

export interface Family {
  /** Without the prefix that all of ours have. */
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: readonly Sample[];
}

export const metricsType = 'text/plain; version=0.0.4; charset=utf-8';

/** A family of one sample without labels, or of none when there is no value. */
export const gauge = (name: string, help: string, value: number | undefined): Family => ({
  name,
  type: 'gauge',
  help,
  samples: value === undefined ? [] : [[{}, value]],
});

/** The whole text, a line feed at its end; families without samples are left out. */
export const renderFamilies = (families: readonly Family[]): string =>
  families.map(renderFamily).join('');

function renderFamily({ name, type, help, samples }: Family): string {
  if (samples.length === 0) return '';
  const lines = samples.map(
    ([labels, value]) => `holdfast_${name}${renderLabels(labels)} ${value}\n`,
  );
  return `# HELP holdfast_${name} ${help}\n# TYPE holdfast_${name} ${type}\n${lines.join('')}`;
}

function renderLabels(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

const escapeLabel = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
