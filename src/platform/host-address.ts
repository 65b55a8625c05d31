// The vendor's /ip: the address and port of this server as six numbers, `127,0,0,1,32,228`.

const ipv4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?::(\d{1,5}))?$/;
const defaultPort = 80;

/** From the Host header, since that is how the peer reached us; undefined when it is no IPv4 address. */
export function hostAddress(host: string): string | undefined {
  const [, ...parts] = ipv4.exec(host.replace(/^localhost(?=:|$)/, '127.0.0.1')) ?? [];
  if (parts.length === 0) return undefined;
  const octets = parts.slice(0, 4).map(Number);
  const port = Number(parts[4] ?? defaultPort);
  return [...octets, port >> 8, port & 0xff].join(',');
}
