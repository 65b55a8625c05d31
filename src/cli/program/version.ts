// The version of this program, as package.json says it.

import packageJson from '../../../package.json' with { type: 'json' };

/** Such as `0.1.0`. */
export const version: string = packageJson.version;
