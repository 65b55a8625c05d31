// info(resource, options): what is known of a resource, each section when asked for (checklist O20).

import type { Context } from '../../context.ts';
import { answer, refuse, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { resolve, resolveVisible } from '../reference.ts';
import { openSectionsOf, type Sections, sectionsOf } from './info-sections.ts';

/** `{}`, or nothing, asks for every section that the type of the resource has. */
export const info: Procedure = async (ctx, [ref, options = {}]) => {
  const ruled = await resolve(ctx, ref);
  const found = ruled.ok ? ruled : await resolveVisible(ctx, ref);
  if (!found.ok) return found.failure;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    return unsupported('options are an object');
  }
  const wanted = new Map<string, unknown>(Object.entries(options));
  if ([...wanted.values()].some((value) => typeof value !== 'boolean')) {
    return refuse('invalid', 'each option is true or false');
  }
  const sections = ruled.ok ? sectionsOf(found.value) : openSectionsOf(found.value);
  return answer(JSON.stringify(await report(ctx, sections, wanted)));
};

async function report(
  ctx: Context,
  sections: Sections,
  wanted: ReadonlyMap<string, unknown>,
): Promise<object> {
  const result: Record<string, unknown> = {};
  for (const [name, section] of Object.entries(sections)) {
    if (wanted.size === 0 || wanted.get(name) === true) result[name] = await section(ctx);
  }
  return result;
}
