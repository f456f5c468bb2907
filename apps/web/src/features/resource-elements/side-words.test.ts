import { describe, expect, it } from "vitest";
import { sideWords } from "./side-words.ts";

describe("a changed value", () => {
  const change = { path: "config.size", before: null, after: 3 };

  it("shows both sides, and an empty text as one", () => {
    expect(sideWords(change, "before")).toEqual({ text: "not set", isValue: false });
    expect(sideWords(change, "after")).toEqual({ text: "3", isValue: true });
    expect(sideWords({ ...change, after: "" }, "after")).toEqual({ text: '""', isValue: true });
    expect(sideWords({ ...change, before: { a: 1 }, after: null }, "after")).toEqual({
      text: "removed",
      isValue: false,
    });
  });

  it("says what an unknown one waits for, and that a secret was not compared", () => {
    const unknown = { ...change, after: null, unknown: { from: "a/b/c.outputs.port" } };
    expect(sideWords(unknown, "after").text).toBe("known after a/b/c.outputs.port");
    expect(sideWords({ ...unknown, before: "old" }, "before")).toEqual({ text: "old", isValue: true });
    expect(sideWords({ ...unknown, unknown: { from: "secret" } }, "after").text).toBe("not compared: it is a secret");
    const untold = { ...unknown, unknown: { from: "provider" } };
    expect([sideWords(untold, "before").text, sideWords(untold, "after").text]).toEqual([
      "what is there",
      "not known before it is taken over",
    ]);
  });
});
