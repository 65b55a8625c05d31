// What the values of options must look like; commander turns a refusal into wrong usage.

import { InvalidArgumentError } from 'commander';
import { type ListenAddress, parseListenAddress } from '../../core/listen-address.ts';
import { parseDuration } from '../../core/units.ts';

/** An http or https address, without a last slash. */
export function httpUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError('Write an address such as http://127.0.0.1:8420.');
  return url.href.replace(/\/+$/, '');
}

/** 40 hexadecimal digits, in lower case. */
export function key(text: string): string {
  if (!/^[0-9a-f]{40}$/i.test(text))
    throw new InvalidArgumentError('A key is 40 hexadecimal digits.');
  return text.toLowerCase();
}

/** The name of a device: one word. */
export function word(text: string): string {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}_.:-]{0,63}$/u.test(text))
    throw new InvalidArgumentError('A name is one word of letters, digits and _ . : -');
  return text;
}

/** A TCP port; 0 takes any free one. */
export function port(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= 65_535)) throw new InvalidArgumentError('A port is a number of at most 65535.');
  return number;
}

/** HOST:PORT, such as 127.0.0.1:8420 or [::1]:8420. */
export function listen(text: string): ListenAddress {
  const address = parseListenAddress(text);
  if (address) return address;
  throw new InvalidArgumentError('Write HOST:PORT, such as 127.0.0.1:8420 or [::1]:8420.');
}

/** Milliseconds, from `10s`. */
export function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('Write a duration such as 10s or 5m.');
  return ms;
}
