// Framer: cuts a stream of bytes into frames. How the stream was split on its way changes nothing.

import { createLineFramer, type LineSettings } from './line.ts';

export interface FrameEvents {
  /** One whole frame, without its delimiter. The bytes are only valid during the call. */
  frame(bytes: Uint8Array): void;
  /** Bytes that can be no frame were skipped: once for each stretch. */
  bad(reason: string): void;
}

export interface Framer {
  push(bytes: Uint8Array): void;
}

/** How the frames of a source are delimited: one key for each kind. */
export interface FrameSettings {
  readonly line: LineSettings;
}

/** A framer for one opening of a port: it begins in the middle of what may be a frame. */
export const createFramer = (settings: FrameSettings, events: FrameEvents): Framer =>
  createLineFramer(settings.line, events);
