/**
 * Classic BPF, as seccomp takes it: https://docs.kernel.org/userspace-api/seccomp_filter.html. Jumps go forward only, over as
 * many instructions as they say.
 */
export interface Instruction {
  code: number;
  ifTrue: number;
  ifFalse: number;
  value: number;
}

/** Offsets in `struct seccomp_data`, in bytes. */
const CALL_OFFSET = 0;
const ARCHITECTURE_OFFSET = 4;
const ARGUMENTS_OFFSET = 16;

const LOAD_WORD = 0x20;
const RETURN = 0x06;
const JUMP = { equal: 0x15, above: 0x25, atLeast: 0x35, anyBit: 0x45 };
/** A jump is a byte. */
const MAX_JUMP = 255;

const ALLOW = 0x7fff0000;
const ERRNO = 0x00050000;
const KILL_PROCESS = 0x80000000;

const load = (value: number): Instruction => ({ code: LOAD_WORD, ifTrue: 0, ifFalse: 0, value });
const answer = (value: number): Instruction => ({ code: RETURN, ifTrue: 0, ifFalse: 0, value });

export const loadCall = load(CALL_OFFSET);
export const loadArchitecture = load(ARCHITECTURE_OFFSET);
/** The lower half of an argument, all that the kernel reads of an `int`. */
export const loadArgument = (index: number): Instruction => load(ARGUMENTS_OFFSET + 8 * index);

export const allow = answer(ALLOW);
export const killProcess = answer(KILL_PROCESS);
export const refuse = (errno: number): Instruction => answer(ERRNO | errno);

/** Runs `block`, which must end in an answer, if what was loaded is `value`. */
export function ifEqual(value: number, block: readonly Instruction[]): Instruction[] {
  return [jump(JUMP.equal, value, 0, block.length), ...block];
}

/** Runs `block` unless what was loaded is `value`. */
export function unlessEqual(value: number, block: readonly Instruction[]): Instruction[] {
  return [jump(JUMP.equal, value, block.length, 0), ...block];
}

/** Runs `block` if what was loaded has one of the bits. */
export function ifAnyBit(bits: number, block: readonly Instruction[]): Instruction[] {
  return [jump(JUMP.anyBit, bits, 0, block.length), ...block];
}

/** Runs `block` if what was loaded is `first`, `last` or between them, without a sign. */
export function ifBetween(first: number, last: number, block: readonly Instruction[]): Instruction[] {
  return [jump(JUMP.atLeast, first, 0, block.length + 1), jump(JUMP.above, last, block.length, 0), ...block];
}

/** The bytes that the kernel reads: an array of `struct sock_filter`. Both architectures are little-endian. */
export function assemble(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, { code, ifTrue, ifFalse, value }] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  }
  return bytes;
}

function jump(code: number, value: number, ifTrue: number, ifFalse: number): Instruction {
  if (Math.max(ifTrue, ifFalse) > MAX_JUMP) throw new RangeError(`a block of a filter is longer than ${MAX_JUMP}`);
  return { code, ifTrue, ifFalse, value };
}
