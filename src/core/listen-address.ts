// Where a server listens, as people write it: `127.0.0.1:8420`, `[::1]:8420`.

export interface ListenAddress {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
}

/** An IPv6 address stands in brackets. Undefined when the text is no address with a port. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const [, v6, name, port] = /^(?:\[([\da-fA-F:.]+)\]|([\w.-]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = v6 ?? name;
  return host !== undefined && Number(port) <= 65_535 ? { host, port: Number(port) } : undefined;
}
