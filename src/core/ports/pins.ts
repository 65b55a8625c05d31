// Pins: the GPIO lines of the kernel's character device.

import type { Failure } from '../failure.ts';
import type { Result } from '../result.ts';

/** A line by the name that the board gives it, or by chip (`gpiochip0`, a path or a label) and offset. */
export type LineRef =
  | { readonly name: string }
  | { readonly chip: string; readonly offset: number };

export interface LineInfo {
  readonly chip: string;
  readonly offset: number;
  readonly name: string;
  /** Who holds the line; empty when it is free. */
  readonly consumer: string;
  readonly used: boolean;
}

export interface ChipInfo {
  readonly path: string;
  readonly name: string;
  readonly label: string;
  readonly lines: readonly LineInfo[];
}

export type Level = 0 | 1;
export type Bias = 'as-is' | 'disabled' | 'pull-up' | 'pull-down';

export interface InputOptions {
  readonly line: LineRef;
  readonly bias: Bias;
  readonly activeLow: boolean;
  /** Edges closer together than this are contact bounce; 0 for none. Milliseconds. */
  readonly debounceMs: number;
  readonly edge: 'none' | 'rising' | 'falling' | 'both';
}

export interface Edge {
  readonly level: Level;
  /** The kernel's timestamp, on the monotonic clock of Clock.monoMs. */
  readonly monoMs: number;
}

export interface InputEvents {
  edge(edge: Edge): void;
  /** Called once, when the chip is gone. */
  lost(reason: Failure): void;
}

export interface InputLine {
  read(): Promise<Result<Level>>;
  close(): Promise<void>;
}

export interface OutputOptions {
  readonly line: LineRef;
  readonly activeLow: boolean;
  readonly initial: Level;
}

export interface OutputLine {
  set(level: Level): Promise<Result<void>>;
  close(): Promise<void>;
}

/**
 * Contract. Levels are logical: `activeLow` is applied by the kernel. Failures: `not-found` (names
 * the chips and, for a name, says so), `in-use` (names the consumer), `forbidden` (names the group
 * that may), `unsupported` (no such door on this machine).
 */
export interface Pins {
  chips(): Promise<Result<readonly ChipInfo[]>>;
  input(options: InputOptions, events: InputEvents): Promise<Result<InputLine>>;
  output(options: OutputOptions): Promise<Result<OutputLine>>;
}
