// Demand: how a law is laid down.

/** A law is broken. The message says which, and where it shows. */
export class Broken extends Error {
  override name = 'Broken';
}

export function demand(holds: boolean, law: string, where: unknown): asserts holds {
  if (!holds) throw new Broken(`${law}: ${JSON.stringify(where)}`);
}
