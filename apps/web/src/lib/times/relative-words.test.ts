import { describe, expect, it } from "vitest";
import { relativeWords } from "./relative-words.ts";

const NOW = Date.parse("2030-01-01T12:00:00Z");
const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();

describe("relativeWords", () => {
  it.each([
    [0, "now"],
    [-4, "now"],
    [-12, "12 s ago"],
    [-59, "59 s ago"],
    [-60, "1 min ago"],
    [-3 * 3600, "3 h ago"],
    [-86_400, "yesterday"],
    [-2 * 86_400, "2 d ago"],
    [-8 * 86_400, "1 w ago"],
    [-59 * 86_400, "1 mo ago"],
    [-800 * 86_400, "2 y ago"],
  ])("says of %i seconds: %s", (seconds, words) => {
    expect(relativeWords(at(seconds), NOW)).toBe(words);
  });

  it("puts past events no later than now, even if the clock that wrote them is ahead", () => {
    expect(relativeWords(at(10), NOW)).toBe("now");
    expect(relativeWords(at(3600), NOW)).toBe("now");
  });

  it("looks ahead for future events", () => {
    expect(relativeWords(at(10), NOW, true)).toBe("in 10 s");
    expect(relativeWords(at(86_400), NOW, true)).toBe("tomorrow");
    expect(relativeWords(at(-10), NOW, true)).toBe("10 s ago");
    expect(relativeWords(at(7 * 86_400 - 2), NOW, true)).toBe("in 7 d");
    expect(relativeWords(at(2 * 3600 - 2), NOW, true)).toBe("in 2 h");
    expect(relativeWords(at(1.4 * 86_400), NOW, true)).toBe("tomorrow");
  });

  it.each([
    [0, "now"],
    [0.2, "in 1 s"],
    [1, "in 1 s"],
    [1.2, "in 2 s"],
    [4.9, "in 5 s"],
    [5, "in 5 s"],
    [59.1, "in 1 min"],
    [61, "in 1 min"],
  ])("counts down to the last second: %d seconds before it says %s", (seconds, words) => {
    expect(relativeWords(at(seconds), NOW, true)).toBe(words);
  });
});
