// Repoint: what took in values from within the template takes them from within the copy.

import { isRid } from '../../wire/onep.ts';
import type { Desk } from '../context.ts';
import { type DataResource, putResource, readResource } from '../resources/resource.ts';
import { subscribe } from '../resources/subscriptions.ts';

/** Sources outside the template stay as they are: they are read only by who may read them. */
export async function repoint(
  desk: Desk,
  original: DataResource,
  copies: ReadonlyMap<string, string>,
): Promise<void> {
  const copy = await readResource(desk, copies.get(original.rid) ?? '');
  if (!copy || copy.type === 'client') return;
  const copyOf = (rid: string): string => copies.get(rid) ?? rid;
  const { subscribe: source, preprocess } = original.description;
  const description = {
    ...copy.description,
    subscribe: source && copyOf(source),
    preprocess: preprocess.map(
      ([operation, operand]) =>
        [operation, isRid(operand) ? copyOf(operand) : operand] as [
          typeof operation,
          typeof operand,
        ],
    ),
  };
  const pointed = { ...copy, description } as DataResource;
  putResource(desk, pointed);
  await subscribe(desk, pointed);
}
