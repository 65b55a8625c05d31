// The bytes of the kernel's GPIO interface, second version (include/uapi/linux/gpio.h, Linux 5.10).

import type { Bias, Edge, Level } from '../../core/ports/pins.ts';

// Numbers and structs are little-endian and laid out alike on all machines that this program runs on:
// the kernel pads them by hand so that 32 and 64 bits agree.

/** ioctl requests: direction, size of the argument, type 0xB4, number. */
export const requests = {
  chipInfo: 0x8044b401,
  lineInfo: 0xc100b405,
  line: 0xc250b407,
  getValues: 0xc010b40e,
  setValues: 0xc010b40f,
} as const;

const flag = {
  used: 1 << 0,
  activeLow: 1 << 1,
  input: 1 << 2,
  output: 1 << 3,
  rising: 1 << 4,
  falling: 1 << 5,
} as const;

const biasFlags: Readonly<Record<Bias, number>> = {
  'as-is': 0,
  'pull-up': 1 << 8,
  'pull-down': 1 << 9,
  disabled: 1 << 10,
};

const edgeFlags = {
  none: 0,
  rising: flag.rising,
  falling: flag.falling,
  both: flag.rising | flag.falling,
} as const;

/** struct gpiochip_info: name[32], label[32], u32 lines. */
export const chipInfoBytes = 68;

export function decodeChipInfo(bytes: Uint8Array) {
  return {
    name: text(bytes, 0),
    label: text(bytes, 32),
    lineCount: view(bytes).getUint32(64, true),
  };
}

/** struct gpio_v2_line_info, with only the offset filled in: name[32], consumer[32], u32 offset, ... */
export function encodeLineInfoQuery(offset: number): Uint8Array {
  const bytes = new Uint8Array(256);
  view(bytes).setUint32(64, offset, true);
  return bytes;
}

export function decodeLineInfo(bytes: Uint8Array) {
  return {
    name: text(bytes, 0),
    consumer: text(bytes, 32),
    used: (view(bytes).getUint32(72, true) & flag.used) !== 0,
  };
}

export interface LineConfig {
  readonly activeLow: boolean;
  readonly input?: {
    readonly bias: Bias;
    readonly edge: keyof typeof edgeFlags;
    /** 0 for none. */
    readonly debounceMs: number;
  };
  readonly output?: { readonly initial: Level };
}

/** Where struct gpio_v2_line_config begins in the request: after offsets[64] and consumer[32]. */
const configAt = 64 * 4 + 32;
/** Attributes begin after u64 flags, u32 count and padding; each is u32 id, padding, u64 value, u64 mask. */
const attributeAt = configAt + 32;
const attributeId = { outputValues: 2, debounce: 3 } as const;
const lineCountAt = configAt + 272;
const fdAt = lineCountAt + 28;
/** Edges that wait in the kernel while this process is busy; the oldest go first when it is full. */
const eventsKept = 256;

/** struct gpio_v2_line_request for one line; `consumer` is the name that others see (31 bytes at most). */
export function encodeLineRequest(
  offset: number,
  consumer: string,
  { activeLow, input, output }: LineConfig,
): Uint8Array {
  const bytes = new Uint8Array(592);
  const out = view(bytes);
  const attribute = (id: number, value: number) => {
    out.setUint32(configAt + 8, 1, true);
    out.setUint32(attributeAt, id, true);
    out.setUint32(attributeAt + 8, value, true);
    out.setUint32(attributeAt + 16, 1, true);
  };
  out.setUint32(0, offset, true);
  bytes.set(new TextEncoder().encode(consumer).subarray(0, 31), 64 * 4);
  const direction = input
    ? flag.input | biasFlags[input.bias] | edgeFlags[input.edge]
    : flag.output;
  out.setUint32(configAt, direction | (activeLow ? flag.activeLow : 0), true);
  if (input && input.debounceMs > 0) attribute(attributeId.debounce, input.debounceMs * 1000);
  if (output) attribute(attributeId.outputValues, output.initial);
  out.setUint32(lineCountAt, 1, true);
  out.setUint32(lineCountAt + 4, input ? eventsKept : 0, true);
  return bytes;
}

/** The descriptor that the kernel wrote into an accepted request. */
export const lineFd = (request: Uint8Array): number => view(request).getInt32(fdAt, true);

/** struct gpio_v2_line_values for one line: u64 bits, u64 mask. */
export function encodeLevel(level: Level): Uint8Array {
  const bytes = new Uint8Array(16);
  bytes[0] = level;
  bytes[8] = 1;
  return bytes;
}

export const decodeLevel = (values: Uint8Array): Level => (values[0] === 1 ? 1 : 0);

/** struct gpio_v2_line_event: u64 timestamp in ns, u32 id (1 rising, 2 falling), offset, numbers, padding. */
export const eventBytes = 48;

export function decodeEvents(bytes: Uint8Array): Edge[] {
  const edges: Edge[] = [];
  const events = view(bytes);
  for (let at = 0; at + eventBytes <= bytes.length; at += eventBytes)
    edges.push({
      level: events.getUint32(at + 8, true) === 1 ? 1 : 0,
      monoMs: Number(events.getBigUint64(at, true)) / 1e6,
    });
  return edges;
}

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A name of at most 32 bytes that ends with NUL. */
function text(bytes: Uint8Array, at: number): string {
  const field = bytes.subarray(at, at + 32);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}
