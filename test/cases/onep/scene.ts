// The scene of the conformance cases, and the form of a case.

import type { RpcAuth } from '../../../src/wire/jsonrpc.ts';

/**
 * root owns `portal` and `stranger`; portal owns `device`. device owns one dataport of each format,
 * each under the format's name as alias. In calls and expected results `$name` stands for the RID of a
 * client, a dataport or a saved result, and `$name.cik` for the key of a client.
 */
export const dataportNames = ['float', 'integer', 'string', 'boolean', 'binary'] as const;
export const clientNames = ['portal', 'device', 'stranger'] as const;

export type Step =
  | { readonly advanceS: number }
  | {
      /** Who calls: a client of the scene, `root`, or `x` for the key `$x.cik`. Default `device`. */
      readonly as?: string;
      /** The whole auth of the request, in place of `as`. */
      readonly auth?: RpcAuth;
      readonly call: readonly [procedure: string, ...args: readonly unknown[]];
      /** Default `ok`. A number is the error of the whole request. */
      readonly status?: unknown;
      readonly result?: unknown;
      /** The exact JSON text of the result. */
      readonly text?: string;
      /** What the whole answer must look like. */
      readonly like?: RegExp;
      /** Keys of the result that must be so; others may be there. */
      readonly has?: Readonly<Record<string, unknown>>;
      /** Exactly the keys of the result. */
      readonly keys?: readonly string[];
      /** Keeps the result, or the part of it that `pick` names, under this name. */
      readonly save?: string;
      readonly pick?: string;
      /** The code of the error. */
      readonly code?: number;
    };

/** The name begins with the number of the checklist, or of the ruling (R), that it shows. */
export interface Case {
  readonly name: string;
  readonly steps: readonly Step[];
}

export const alias = (name: string) => ({ alias: name });
export const self = { alias: '' };
/** The second at which each case starts. */
export const now = 1_767_225_600;
