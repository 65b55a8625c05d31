// The keys of accounts: one record each, and the ways to it from what its owner shows.

export const accountKey = (name: string): string => `q/${encodeURIComponent(name)}`;
/** By the keyed hash of an XTWIP developer key or of a Tuyu API key. */
export const accountByIndexKey = (index: string): string => `qi/${index}`;
