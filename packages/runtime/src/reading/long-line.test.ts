import { MAX_PROTOCOL_ITEMS, MAX_PROTOCOL_VALUES } from "@pragma/contract/provider-protocol";
import { describe, expect, test } from "vitest";
import type { CalledMethod } from "./answers.ts";
import { readLongLine } from "./long-line.ts";

const LIMIT = 100;
const methods = new Map<number, CalledMethod>([
  [1, "create"],
  [2, "health"],
  [3, "describe"],
]);

function read(message: object | string) {
  const bytes = Buffer.from(typeof message === "string" ? message : JSON.stringify(message));
  return readLongLine({ bytes: new Uint8Array(bytes), methods }, LIMIT);
}

const ones = (count: number) => Array.from({ length: count }, () => 1);
const long = "x".repeat(1_000);
const sent = `${"x".repeat(2 * LIMIT)}… (cut)`;
const line = { timestamp: "2026-01-31T12:00:00.000Z", level: "info" };

describe("a long line", () => {
  test("of too many keys and values is not even parsed", () => {
    const text = `{"type":"lines","id":1,"lines":[${ones(MAX_PROTOCOL_VALUES)}]`;
    expect(read(text)).toEqual({
      ...{ kind: "unreadable", call: null, isAnswer: false },
      problem: "sent a message of more than 250,000 keys and values",
      quote: text.slice(0, 1024),
    });
  });

  test.each([
    ["lines", { type: "lines", id: 1, lines: ones(MAX_PROTOCOL_ITEMS + 1) }, "lines must have at most 10000 elements"],
    ["lines that are none", { type: "lines", id: 1, lines: ones(9) }, "lines[0] must be an object"],
    [
      "tags",
      {
        type: "request",
        id: 9,
        call: 1,
        method: "apply",
        params: { provider: "a", resource: "b", name: "c", config: {}, tags: ones(10_001) },
      },
      "params.tags must have at most 10000 elements",
    ],
  ])("of %s that may not be says what is wrong first, and about which call", (_what, message, problem) => {
    expect(read(message)).toMatchObject({
      kind: "unreadable",
      call: 1,
      problem: `sent a malformed message: ${problem}`,
    });
  });

  test.each([
    [
      "a log line",
      { type: "log", id: 1, ...line, message: long, metadata: { long } },
      { message: sent, metadata: { dropped: "too long" } },
    ],
    [
      "lines",
      { type: "lines", id: 1, lines: [{ ...line, message: long, metadata: { a: 1 } }] },
      { lines: [{ ...line, message: sent, metadata: { a: 1 } }] },
    ],
    [
      "an error",
      { type: "error", id: 1, error: { kind: "failed", message: long, stack: long } },
      { error: { kind: "failed", message: sent, stack: sent } },
    ],
    ["last words", { type: "fatal", message: long }, { message: sent }],
  ])("of words is shortened to what may still be redacted and cut: %s", (_what, message, short) => {
    expect(read(message)).toMatchObject({ kind: "message", message: short });
  });

  test("is checked as the answer to its call", () => {
    const value = { text: long, ["__proto__"]: 1 };
    expect(read({ type: "result", id: 1, value })).toEqual({ kind: "result", id: 1, checked: { answer: value } });
    expect(read({ type: "result", id: 1, value: [long] })).toMatchObject({
      checked: { problem: "create must answer an object of outputs" },
    });
    expect(
      read({ type: "result", id: 2, value: { status: "degraded", message: long, details: { long } } }),
    ).toMatchObject({
      checked: { answer: { status: "degraded", message: sent, details: { dropped: "too long" } } },
    });
    expect(read({ type: "result", id: 9, value })).toEqual({ kind: "result", id: 9, checked: null });
  });

  test.each([
    [
      "types",
      Object.fromEntries(ones(10_001).map((one, index) => [`t${index}`, one])),
      "types: must have at most 10,000 keys",
    ],
    [
      "tags",
      { a: { tags: ones(10_001), description: null, methods: [], schema: {}, outputs_schema: {} } },
      "types.a.tags: must have at most 10000 elements",
    ],
    [
      "a long name",
      { [long]: {} },
      `types.${"x".repeat(194)}… (cut): has a key that must be at most 128 characters long`,
    ],
  ])("is checked as a description: %s", (_what, types, problem) => {
    expect(read({ type: "result", id: 3, value: { types } })).toMatchObject({
      checked: { problem: `its description is malformed at ${problem}` },
    });
  });
});
