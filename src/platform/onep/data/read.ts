// read(resource, {starttime, endtime, sort, limit, selection}): points of a window (checklist O18).

import * as z from 'zod';
import { limits } from '../../../core/limits.ts';
import { pointsText } from '../../../wire/values.ts';
import type { Context } from '../../context.ts';
import { type DataResource, formatOf } from '../../resources/resource.ts';
import { readHead } from '../../series/head.ts';
import { noPoints, type Points } from '../../series/points.ts';
import { horizon } from '../../series/retention.ts';
import { selectAll, selectByCount, selectByTime } from '../../series/select.ts';
import { answer, refuse, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { resolveReadable } from '../reference.ts';

const count = z.number().nonnegative().transform(Math.floor);
const optionsSchema = z.object({
  starttime: count.default(0),
  endtime: count.optional(),
  sort: z.enum(['asc', 'desc']).default('desc'),
  limit: count.default(1),
  selection: z.enum(['all', 'givenwindow', 'autowindow']).default('all'),
});
type Options = z.infer<typeof optionsSchema>;

/** Public dataports can be read by any client. `invalid` for an option that makes no sense. */
export const read: Procedure = async (ctx, [ref, given = {}]) => {
  if (ref === undefined) return unsupported('read takes a resource');
  const resource = await resolveReadable(ctx, ref);
  if (!resource.ok) return resource.failure;
  const options = optionsSchema.safeParse(given);
  if (!options.success) return refuse('invalid', 'an option of read makes no sense');
  const points = await select(ctx, resource.value, options.data);
  const ordered = options.data.sort === 'asc' ? points : reversed(points);
  return answer(pointsText(ordered.seconds, ordered.values, formatOf(resource.value)));
};

/** Oldest first. The parts of a givenwindow are those of the window as asked, not of what is stored. */
async function select(ctx: Context, resource: DataResource, options: Options): Promise<Points> {
  const head = await readHead(ctx, resource.rid);
  if (!head) return noPoints;
  const limit = Math.min(options.limit, limits.readPoints);
  const asked = { from: options.starttime, to: options.endtime ?? ctx.nowSecond };
  const shown = await horizon(ctx, resource);
  const window = {
    from: Math.max(asked.from, shown, head.first),
    to: Math.min(asked.to, head.last),
  };
  if (window.from > window.to) return noPoints;
  const { sort } = options;
  switch (options.selection) {
    case 'all':
      return selectAll(ctx, resource.rid, window, { sort, limit });
    case 'givenwindow':
      return selectByTime(ctx, resource.rid, { asked, window }, limit);
    case 'autowindow':
      return selectByCount(ctx, resource.rid, window, { sort, limit });
  }
}

const reversed = ({ seconds, values }: Points): Points => ({
  seconds: seconds.toReversed(),
  values: values.toReversed(),
});
