import { describe, expect, it } from "vitest";
import { isPlainPattern, matchesPlain } from "./plain-pattern.ts";

describe("isPlainPattern", () => {
  it.each(["^0?[0-7]{3}$", "^(?:[/?]|$)", "^[A-Z]{1,16}$", "^[a-z0-9][a-z0-9-]*$", "^[^\\s\\0]+$"])(
    "runs %s",
    (pattern) => {
      expect(isPlainPattern(pattern)).toBe(true);
    },
  );

  it.each(["^(a+)+$", "^(?:a|aa)+$", "(a?){50}", "^(a)\\1$", "^(?=a)", "a*b*c*d*e", `${"a".repeat(300)}`])(
    "does not run %s",
    (pattern) => {
      expect(isPlainPattern(pattern)).toBe(false);
    },
  );
});

describe("matchesPlain", () => {
  it("matches, and takes a pattern that cannot be read for one that is not met", () => {
    expect(matchesPlain("^[A-Z]{1,16}$", "GET")).toBe(true);
    expect(matchesPlain("^[A-Z]{1,16}$", "get")).toBe(false);
    expect(matchesPlain("[", "[")).toBe(false);
  });
});
