// create dataport, datarule, dispatch: what holds a time series (seed 003).

import type { ResourceType } from '../../../wire/onep.ts';
import type { Context } from '../../context.ts';
import { parseData } from '../../resources/description.ts';
import { type DataBody, makeData } from '../../resources/make.ts';
import { answer, type Outcome, refuse, unsupported } from '../outcome.ts';
import { checkSources, withRids } from './sources.ts';

export type DataType = Exclude<ResourceType, 'client'>;

/**
 * The caller of `acting` becomes the owner, that of `ctx` answers for what the resource takes in. A format
 * and a rule, a method and a recipient must be given (O12).
 */
export const createData =
  (type: DataType) =>
  async (acting: Context, given: unknown, ctx: Context): Promise<Outcome> => {
    const description = parseData[type](await withRids(acting, given));
    if (!description) return refuse('invalid', `the description of the ${type} is wrong`);
    const body = { type, description, reader: ctx.caller } as DataBody;
    const refused = unserved(ctx, body) ?? (await checkSources(ctx, description));
    if (refused) return refused;
    const made = await makeData(acting, acting.caller, body);
    return answer(JSON.stringify(made.rid));
  };

/** To accept what is not acted upon would be a lie. */
export function unserved(
  { scripts }: Context,
  { description }: Pick<DataBody, 'description'>,
): Outcome | undefined {
  const script = !scripts && 'rule' in description && 'script' in description.rule;
  return script ? unsupported('this server runs no scripts') : undefined;
}
