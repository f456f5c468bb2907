/** A system call of x64 and its arguments; SCRATCH stands for the address of zeroed memory. */
export type SystemCall = readonly [number: number, ...args: (number | bigint)[]];

const BASE = 0x400000n;
const HEADER_BYTES = 64 + 56;
const CALL_BYTES = 7 * 8;
const SCRATCH_BYTES = 4096;

/** The address of 4 KiB of zeros. */
export const SCRATCH = BASE + BigInt(HEADER_BYTES);

const LOOP = [
  // rax = number; rdi, rsi, rdx, r10, r8, r9 = arguments
  "498b0424 498b7c2408 498b742410 498b542418 4d8b542420 4d8b442428 4d8b4c2430",
  // syscall; the entry's number becomes its answer; next entry; r13 of them
  "0f05 49890424 4983c438 41ffcd 75cf",
];

/**
 * A program for Linux on x64 that makes these calls one after another and writes their answers to stdout, 8 bytes each with 48
 * of no meaning after it. No compiler is needed, and no library stands between a test and the kernel.
 */
export function systemCallProgram(calls: readonly SystemCall[]): Buffer {
  const table = Buffer.alloc(calls.length * CALL_BYTES);
  for (const [index, words] of calls.entries()) {
    for (const [place, word] of words.entries()) {
      table.writeBigUInt64LE(BigInt.asUintN(64, BigInt(word)), index * CALL_BYTES + place * 8);
    }
  }
  const prologue = 7 + 6;
  const loop = Buffer.from(LOOP.join("").replaceAll(" ", ""), "hex");
  const epilogue = 5 + 5 + 7 + 5 + 2 + 5 + 2 + 2;
  const codeBytes = prologue + loop.length + epilogue;
  const code = Buffer.concat([
    // r12 = the table, relative to the next instruction; r13 = how many
    Buffer.from("4c8d25", "hex"),
    int32(codeBytes - 7),
    Buffer.from("41bd", "hex"),
    int32(calls.length),
    loop,
    // write(1, table, length); exit(0)
    Buffer.from("b801000000bf01000000488d35", "hex"),
    int32(codeBytes - (prologue + loop.length + 17)),
    Buffer.from("ba", "hex"),
    int32(table.length),
    Buffer.from("0f05b83c00000031ff0f05", "hex"),
  ]);
  const entry = BASE + BigInt(HEADER_BYTES + SCRATCH_BYTES);
  const size = BigInt(HEADER_BYTES + SCRATCH_BYTES + code.length + table.length);
  return Buffer.concat([elfHeader(entry), programHeader(size), Buffer.alloc(SCRATCH_BYTES), code, table]);
}

/** Answers of the kernel to each: a value, or an error as a negative number. */
export function answersOf(output: Buffer): number[] {
  return Array.from({ length: output.length / CALL_BYTES }, (_, index) =>
    Number(output.readBigInt64LE(index * CALL_BYTES)),
  );
}

function elfHeader(entry: bigint): Buffer {
  const header = Buffer.alloc(64);
  // 64 bits, little-endian; an executable for x86-64
  Buffer.from("7f454c46020101", "hex").copy(header);
  header.writeUInt16LE(2, 16);
  header.writeUInt16LE(62, 18);
  header.writeUInt32LE(1, 20);
  header.writeBigUInt64LE(entry, 24);
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt16LE(64, 52);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(1, 56);
  return header;
}

/** One segment that may be read, written and executed: all of the file. */
function programHeader(size: bigint): Buffer {
  const header = Buffer.alloc(56);
  header.writeUInt32LE(1, 0);
  header.writeUInt32LE(7, 4);
  header.writeBigUInt64LE(BASE, 16);
  header.writeBigUInt64LE(BASE, 24);
  header.writeBigUInt64LE(size, 32);
  header.writeBigUInt64LE(size, 40);
  header.writeBigUInt64LE(0x1000n, 48);
  return header;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}
