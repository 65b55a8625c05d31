// tag(resource, "add" | "remove", name): words for a resource, given by who can read it (O22).

import { limits } from '../../../core/limits.ts';
import { isAlias } from '../../resources/aliases.ts';
import { deleteTag, putTag, tagsOf } from '../../sharing/tags.ts';
import { okay, refuse, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { resolveVisible } from '../reference.ts';

/** A tag is of the client that gave it; to remove one that is not there is `ok`. */
export const tag: Procedure = async (ctx, [ref, action, name]) => {
  if ((action !== 'add' && action !== 'remove') || typeof name !== 'string') {
    return unsupported('tag takes a resource, "add" or "remove", and a tag');
  }
  const resource = await resolveVisible(ctx, ref);
  if (!resource.ok) return resource.failure;
  if (!isAlias(name)) return refuse('invalid', 'not a possible tag');
  const { rid, type } = resource.value;
  const given = { rid, type, client: ctx.caller, tag: name };
  if (action === 'remove') {
    deleteTag(ctx.tx, given);
    return okay;
  }
  let mine = 0;
  for await (const { client, tag: word } of tagsOf(ctx.tx, resource.value)) {
    if (client === ctx.caller && word !== name) mine += 1;
  }
  if (mine >= limits.tags) return refuse('limit', 'the caller has given it as many tags as it may');
  putTag(ctx.tx, given);
  return okay;
};
