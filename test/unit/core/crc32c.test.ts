// CRC-32C against published vectors.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32c } from '../../../src/core/codec/crc32c.ts';

const ascii = (text: string) => new TextEncoder().encode(text);

test('the check value of the catalogue of CRC algorithms is met', () => {
  assert.equal(crc32c(ascii('123456789')), 0xe3069283);
});

test('the examples of RFC 3720, appendix B.4, are met', () => {
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assert.equal(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
  assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e);
  assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, i) => 31 - i)), 0x113fdb5c);
});

test('a checksum as seed continues over the bytes that follow', () => {
  assert.equal(crc32c(ascii('6789'), crc32c(ascii('12345'))), 0xe3069283);
});
