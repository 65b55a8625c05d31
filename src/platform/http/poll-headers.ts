// The headers of a long poll: how long, and newer than what (vendor, http/README, "Long Polling").

/** Milliseconds; undefined when it is no number. */
export function parseTimeout(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,9}$/.test(header.trim()) ? Number(header) : undefined;
}

/** Unix seconds, given as such or as an HTTP date; undefined when it is not given. */
export function parseSince(header: string | undefined): number | 'bad' | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d{1,10}\s*$/.test(header)) return Number(header);
  const ms = Date.parse(header);
  return ms >= 0 ? Math.floor(ms / 1000) : 'bad';
}
