// The vault: CIKs are found by a keyed hash and kept encrypted, so that a stolen store gives none away.

import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import type { Random } from '../../core/ports/random.ts';

export interface Vault {
  /** Under which index a CIK is found: hex, and useless without the secret. */
  index(cik: string): string;
  /** Encrypts a CIK for the resource `rid`; base64. */
  seal(cik: string, rid: string): string;
  /** The CIK, or undefined when it was sealed for another resource or under another secret. */
  open(sealed: string, rid: string): string | undefined;
}

const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

/** `secret` has 32 bytes; both keys are derived from it, so that neither use weakens the other. */
export function createVault(secret: Uint8Array, random: Random): Vault {
  const derive = (use: string) =>
    new Uint8Array(hkdfSync('sha256', secret, '', `holdfast cik ${use}`, keyBytes));
  const indexKey = derive('index');
  const sealKey = derive('seal');

  return {
    index: (cik) => createHmac('sha256', indexKey).update(cik).digest('hex'),
    seal(cik, rid) {
      const nonce = random.bytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(Buffer.from(rid));
      const text = Buffer.concat([cipher.update(cik, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64');
    },
    open(sealed, rid) {
      const bytes = Buffer.from(sealed, 'base64');
      if (bytes.length < nonceBytes + tagBytes) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, nonceBytes))
        .setAAD(Buffer.from(rid))
        .setAuthTag(bytes.subarray(-tagBytes));
      try {
        const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
