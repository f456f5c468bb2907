import { expect, test } from "vitest";
import { LineReader } from "./line-reader.ts";

function read(limit: number, ...chunks: (string | Buffer)[]) {
  const lines: string[] = [];
  let tooLong = 0;
  const reader = new LineReader(limit, {
    onLine: (line) => lines.push(line),
    onTooLong: () => {
      tooLong += 1;
    },
  });
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  return { lines, tooLong };
}

test("lines are whole whatever the chunks", () => {
  const text = "one\n\ntwö\nthree\n";
  const bytes = [...Buffer.from(text)].map((byte) => Buffer.from([byte]));

  expect(read(100, text).lines).toEqual(["one", "twö", "three"]);
  expect(read(100, ...bytes).lines).toEqual(["one", "twö", "three"]);
  expect(read(100, "on", "e\ntw", "ö", "\nthree\nrest").lines).toEqual(["one", "twö", "three"]);
});

test("a line of exactly the limit passes, one byte more ends the reading", () => {
  expect(read(4, "abc\nab\n")).toEqual({ lines: ["abc", "ab"], tooLong: 0 });
  expect(read(4, "abcd\nab\n")).toEqual({ lines: [], tooLong: 1 });
  expect(read(4, "ab\nab", "cde", "f", "\nab\n")).toEqual({ lines: ["ab"], tooLong: 1 });
});

test("an endless line is given up without being kept", () => {
  expect(read(10, ...Array.from({ length: 100 }, () => "x".repeat(9)))).toEqual({ lines: [], tooLong: 1 });
});

test("what is held of a line takes as much as the line, however small the pieces were", () => {
  const reader = new LineReader(2_000_000, { onLine: () => {}, onTooLong: () => {} });
  const taken = (): number => process.memoryUsage().heapUsed + process.memoryUsage().external;
  const before = taken();

  for (let count = 0; count < 1_000_000; count++) reader.push(Buffer.allocUnsafeSlow(1).fill("a"));

  expect(taken() - before).toBeLessThan(60_000_000);
});

test("a long line comes as bytes that are its own", () => {
  const lines: (string | Buffer)[] = [];
  const add = (line: string | Buffer) => lines.push(line);
  const reader = new LineReader(1_000_000, { onLine: add, onLongLine: add, onTooLong: () => {} });
  const long = "ä".repeat(40_000);

  const chunk = Buffer.from(`${"x".repeat(64 * 1024)}\n${long}\nshort\n${long.slice(0, 20_000)}`);
  reader.push(chunk);
  reader.push(Buffer.from(`${long.slice(20_000)}\n`));

  expect(lines.map(String)).toEqual(["x".repeat(64 * 1024), long, "short", long]);
  expect(lines.map((line) => typeof line)).toEqual(["string", "object", "string", "object"]);
  const [, one, , other] = lines as Buffer[];
  expect(new Set([chunk.buffer, one?.buffer, other?.buffer]).size).toBe(3);
  // The buffer that it lies in can be handed over.
  structuredClone(one, { transfer: [one?.buffer as ArrayBuffer] });
  expect(String(other)).toBe(long);
});
