// The words of the One Platform that both shores use: paths, formats, statuses, ways to name a resource.

/** Both are served; old clients use the second. */
export const rpcPaths = ['/onep:v1/rpc/process', '/api:v1/rpc/process'] as const;

export const formats = ['binary', 'boolean', 'float', 'integer', 'string'] as const;
export type Format = (typeof formats)[number];

export const resourceTypes = ['client', 'dataport', 'datarule', 'dispatch'] as const;
export type ResourceType = (typeof resourceTypes)[number];

/** The statuses of a call that names one word (recordbatch may answer a list instead). */
export type Status =
  | 'ok'
  | 'invalid' // an alias that is not there, an option or a value that makes no sense
  | 'restricted' // not in the caller's subtree
  | 'noauth' // a key or code of a client that is not the caller's
  | 'limit' // the client's limit is reached
  | 'locked' // the client, or one above it, is locked
  | 'expire' // `wait` ended without a value
  | 'error' // `listing` of an unknown type; the text is in the result
  | 'fail'; // the call itself is wrong or not supported; see its error

/** 40 hex digits, an alias of the calling client, or the calling client itself: `{alias: ""}`. */
export type ResourceRef = string | { readonly alias: string };

const fortyHex = /^[0-9a-f]{40}$/;
/** Whether the text has the form of a RID, which is also that of a CIK and of a share code. */
export const isRid = (text: unknown): text is string =>
  typeof text === 'string' && fortyHex.test(text);

/** A point on the wire: `[second, value]`. Recorded with a negative second: that long before now. */
export type WirePoint = readonly [second: number, value: unknown];

/** Options of `read`; the defaults are 0, now, desc, 1, all. Both times are inside the window. */
export interface ReadOptions {
  readonly starttime?: number;
  readonly endtime?: number;
  readonly sort?: 'asc' | 'desc';
  readonly limit?: number;
  readonly selection?: 'all' | 'givenwindow' | 'autowindow';
}
