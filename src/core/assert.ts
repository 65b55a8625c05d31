// A broken invariant is a bug of ours: it ends the process, and the service manager starts a new one.

export class AssertionFailed extends Error {
  override name = 'AssertionFailed';
}

/** Throws `AssertionFailed` unless the invariant holds. Never for bad input: that is a Failure. */
export function assert(invariant: unknown, message: string): asserts invariant {
  if (!invariant) throw new AssertionFailed(message);
}
