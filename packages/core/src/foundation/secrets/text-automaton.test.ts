import { MASK } from "@pragma/language";
import { describe, expect, it } from "vitest";
import { createRedactor } from "./redact.ts";
import { SecretMatcher } from "./secret-matcher.ts";
import { taintedPaths } from "./tainted-paths.ts";
import { TextAutomaton } from "./text-automaton.ts";

/** Pseudo-random and reproducible. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe("TextAutomaton", () => {
  it("finds the same as single searches, for any words over few letters", () => {
    const next = random(7);
    const word = (longest: number) => Array.from({ length: 1 + next(longest) }, () => "abc"[next(3)]).join("");
    for (let round = 0; round < 500; round++) {
      const words = Array.from({ length: 1 + next(8) }, () => word(5));
      const text = word(40);
      const covered = new Set<number>();
      for (const one of words) {
        for (let at = text.indexOf(one); at >= 0; at = text.indexOf(one, at + 1)) {
          for (let index = at; index < at + one.length; index++) covered.add(index);
        }
      }
      const automaton = new TextAutomaton(words);
      const spans = automaton.spans(text);
      const found = spans.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, index) => start + index));
      expect([words, text, found]).toEqual([words, text, [...covered].sort((a, b) => a - b)]);
      expect(automaton.isIn(text)).toBe(covered.size > 0);
    }
  });
});

describe("SecretMatcher", () => {
  const many = Array.from({ length: 100 }, (_, index) => `secret-${index}`);

  it("masks many texts the same way as few", () => {
    const text = "a secret-1, a secret-12secret-13, and secret-x";
    for (const secrets of [many.slice(0, 20), many]) {
      expect(createRedactor(secrets)(text)).toBe(`a ${MASK}, a ${MASK}${MASK}, and secret-x`);
      expect(createRedactor(secrets)("nothing")).toBe("nothing");
      expect(taintedPaths({ a: ["x secret-9", "x"] }, secrets)).toEqual([["a", 0]]);
    }
  });

  it("treats everything as secret if it cannot index all texts", () => {
    const matcher = new SecretMatcher(many.map((secret) => secret.repeat(2_000)));
    expect(matcher.mask("x".repeat(20_000))).toBe(MASK);
    expect(matcher.isIn("x".repeat(20_000))).toBe(true);
    expect(matcher.mask("shorter than any")).toBe("shorter than any");
  });
});
