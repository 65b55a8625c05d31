// Assets: the files of the web pages, from the checkout or from inside the binary.

export interface Asset {
  /** The media type, with its charset. */
  readonly type: string;
  readonly body: Uint8Array;
}

/** Contract. Knows a fixed list of names; any other name, a path that climbs included, is undefined. */
export interface Assets {
  get(name: string): Asset | undefined;
}
