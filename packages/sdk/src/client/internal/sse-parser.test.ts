import { describe, expect, it } from "vitest";
import { SseParser } from "./sse-parser.ts";

function parse(...pieces: string[]) {
  const parser = new SseParser();
  return { events: pieces.flatMap((piece) => [...parser.push(piece)]), lastEventId: parser.lastEventId };
}

const TEXT = [
  ": a comment",
  "id: 1",
  "event: state_change",
  "data: one",
  "",
  "data:two",
  "data:  lines",
  "data",
  "",
  "event: nothing",
  "",
  "id: 3",
  "",
  "unknown: field",
  "data: {}",
  "",
  "",
].join("\n");

const EVENTS = [
  { type: "state_change", data: "one", id: "1" },
  { type: "message", data: "two\n lines\n", id: "1" },
  { type: "message", data: "{}", id: "3" },
];

describe("SseParser", () => {
  it("reads fields, comments, several lines of data, and ids without data", () => {
    expect(parse(TEXT)).toEqual({ events: EVENTS, lastEventId: "3" });
  });

  it.each(["\n", "\r\n", "\r"])("takes lines that end with %j, wherever the pieces end", (end) => {
    // A CR that is the last of all may be half of a CRLF, so one more line follows.
    const text = `${TEXT.replaceAll("\n", end)}: more${end}`;
    for (let size = 1; size <= text.length; size++) {
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
      expect(parse(...pieces).events).toEqual(EVENTS);
    }
  });

  it("keeps the last id until there is another, and ignores one with NUL", () => {
    expect(parse("id: a\n\nid: b\0\n\n").lastEventId).toBe("a");
    expect(parse("id: a\n\nid\n\n").lastEventId).toBe("");
    expect(parse("id: a").lastEventId).toBe("");
    expect(parse("id: a\ndata: not dispatched").lastEventId).toBe("");
  });

  it("ends with an event that does not end", () => {
    const parser = new SseParser();
    const push = () => {
      for (let count = 0; count < 20; count++) [...parser.push(`data: ${"x".repeat(1024 * 1024)}`)];
    };
    expect(push).toThrow(RangeError);
  });
});
