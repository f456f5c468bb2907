import { describe, expect, it } from "vitest";
import { relativeWords } from "./relative-words.ts";

const NOW = Date.parse("2030-01-01T12:00:00Z");
const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();

describe("relativeWords", () => {
  it.each([
    [0, "now"],
    [-4, "now"],
    [-12, "12s ago"],
    [-59, "59s ago"],
    [-60, "1m ago"],
    [-3 * 3600, "3h ago"],
    [-86_400, "yesterday"],
    [-2 * 86_400, "2d ago"],
    [-8 * 86_400, "1w ago"],
    [-59 * 86_400, "1mo ago"],
    [-800 * 86_400, "2y ago"],
  ])("says of %i seconds: %s", (seconds, words) => {
    expect(relativeWords(at(seconds), NOW)).toBe(words);
  });

  it("puts past events no later than now, even if the clock that wrote them is ahead", () => {
    expect(relativeWords(at(10), NOW)).toBe("now");
    expect(relativeWords(at(3600), NOW)).toBe("now");
  });

  it("looks ahead for future events", () => {
    expect(relativeWords(at(10), NOW, true)).toBe("in 10s");
    expect(relativeWords(at(86_400), NOW, true)).toBe("tomorrow");
    expect(relativeWords(at(-10), NOW, true)).toBe("10s ago");
  });
});
