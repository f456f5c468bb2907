import { describe, expect, it } from "vitest";
import { matchesPattern } from "./matches-pattern.ts";

const TEXTS = [
  "",
  "a",
  "aaa",
  "ab",
  "abc",
  "x_1",
  "0644",
  "GET",
  "a.b-c",
  "größe",
  "😀",
  "a\nb",
  "]",
  "1.0.0",
  "/a b",
  "--",
];

/** Harmless for JavaScript's own engine, which results are compared with. */
const PATTERNS = [
  ...["", "a", "^a$", "^a*$", "^a+$", "^a?$", "^a{2}$", "^a{2,}$", "^a{1,3}$", "^a{0}$", "a+?", "b|c", "^(a|b)+$"],
  ...["^(?:a|bc)*$", "^(?<n>a)$", "^[a-z]+$", "^[^a-z]+$", "^[\\]]$", "^[\\w.-]+$", "\\d", "^\\D+$", "\\s", "^\\S*$"],
  ...["^.$", "^..$", "\\bb", "\\Bb", "a\\.b", "^\\u0061$", "^\\x61$", "^\\u{1F600}$", "^\\p{Ll}+$", "^\\P{Lu}+$"],
  ...[
    "^[0-7]{3,4}$",
    "^/",
    "^(GET|PUT)$",
    "^\\d+(\\.\\d+){2}$",
    "^$",
    "(|)",
    "^(a?){3}$",
    "^[😀]$",
    "[]",
    "[^]",
    "\\0",
    "\\cA",
  ],
];

describe("matchesPattern", () => {
  it.each(PATTERNS)("agrees with JavaScript on %j", (pattern) => {
    const expression = new RegExp(pattern, "u");
    expect(TEXTS.map((text) => matchesPattern(pattern, text))).toEqual(TEXTS.map((text) => expression.test(text)));
  });

  it.each([
    ["^(a+)+$", `${"a".repeat(200)}!`, false],
    ["(a|a)*$", `${"a".repeat(200)}!`, true],
    ["^(a|a)*$", `${"a".repeat(200)}!`, false],
    [`^${"(|)".repeat(200)}Z$`, "example", false],
    ["^(.*)(.*)(.*)(.*)(.*)x$", "a".repeat(256), false],
    [`^${"a?".repeat(100)}${"a".repeat(100)}$`, "a".repeat(100), true],
  ])("is fast for %s", (pattern, text, matches) => {
    expect(matchesPattern(pattern, text)).toBe(matches);
  });

  it.each(["(?=a)", "(?!a)", "(?<=a)", "(?<!a)", "(a)\\1", "(?<n>a)\\k<n>", "(", "[z-a]", "a{2,1}", "(?i:a)"])(
    "does not decide %s",
    (pattern) => {
      expect(matchesPattern(pattern, "a")).toBeNull();
    },
  );

  it("does not decide what is too large", () => {
    expect(matchesPattern("a{3000}", "a")).toBeNull();
    expect(matchesPattern("((a{1,100}){1,100}){1,100}", "a")).toBeNull();
    expect(matchesPattern("a".repeat(1_001), "a")).toBeNull();
    expect(matchesPattern(`${"(".repeat(60)}${")".repeat(60)}`, "a")).toBeNull();
    expect(matchesPattern("a", "a".repeat(257))).toBeNull();
  });
});
