// write(resource, value): one value, at the server's time. The later of one second replaces (ruling 1).

import { unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { writeOne } from './write-one.ts';
import { writegroup } from './writegroup.ts';

/** An older form, `write([[resource, value], …])`, is writegroup. */
export const write: Procedure = async (ctx, args) => {
  if (args.length === 1 && Array.isArray(args[0])) return writegroup(ctx, args);
  if (args.length < 2) return unsupported('write takes a resource and a value');
  return writeOne(ctx, args[0], args[1]);
};
