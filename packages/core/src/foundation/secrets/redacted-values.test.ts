import { MASK } from "@pragma/language";
import { describe, expect, it } from "vitest";
import { RedactedValues } from "./redacted-values.ts";

function told(...secrets: string[]): RedactedValues {
  const all = new RedactedValues();
  all.learn(secrets);
  return all;
}

describe("a secret that a process was told", () => {
  it("is redacted wherever it appears, the longest first", () => {
    const all = told("abcdef", "abcdef-long", "abcxyz", "ccdefg");
    expect(all.redact("got abcdef-long and abcdef, abcxyz.")).toBe(`got ${MASK} and ${MASK}, ${MASK}.`);
    expect(all.redact("abcdeg abcd ab a abcccdefg")).toBe(`abcdeg abcd ab a abc${MASK}`);
    expect(all.redact("abcdefabcdef")).toBe(MASK + MASK);
    expect(all.redact("")).toBe("");
  });

  it("is found as JSON escapes it, as a URL does, and line by line", () => {
    const all = told('pa"ss\nwörd/1', "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\n");
    expect(all.redact(JSON.stringify({ m: 'pa"ss\nwörd/1' }))).toBe(`{"m":"${MASK}"}`);
    expect(all.redact(`q=${encodeURIComponent('pa"ss\nwörd/1')}&x`)).toBe(`q=${MASK}&x`);
    expect(all.redact("key: MIIEvQIBADANBgkq")).toBe(`key: ${MASK}`);
  });

  it("is redacted even if only its first 64 characters or more are left", () => {
    const long = "0123456789".repeat(10);
    expect(told(long).redact(`cut: ${long.slice(0, 70)}…`)).toBe(`cut: ${MASK}…`);
    expect(told(long).redact(`cut: ${long.slice(0, 20)}…`)).toBe(`cut: ${long.slice(0, 20)}…`);
    expect(told(long, `${long.slice(0, 90)}else`).redact(`${long}!`)).toBe(`${MASK}!`);
  });

  it("is redacted in values and keys of JSON", () => {
    expect(told("hunter22").redactJson({ "x-hunter22": ["hunter22", 5, { a: "ok" }] })).toEqual({
      [`x-${MASK}`]: [MASK, 5, { a: "ok" }],
    });
  });

  it("is the same as replacing one after another", () => {
    const words = ["banana", "bananarama", "anagram", "ramada-inn", "nabana"];
    const all = told(...words);
    for (const text of ["bananarama anagram", "xbananax", "ramada-in banan", "nabanana bananaram"]) {
      const pattern = new RegExp([...words].sort((a, b) => b.length - a.length).join("|"), "g");
      expect(all.redact(text)).toBe(text.replace(pattern, MASK));
    }
  });

  it("costs the length of the text, whatever the number and content of secrets", () => {
    const many = told(...Array.from({ length: 20_000 }, (_, index) => `postgres://admin:pw-${index}@db.example.com/x`));
    const text = "postgres://admin:nobody@db.example.com/x ".repeat(20_000);
    expect(many.redact(text)).toBe(text);
    const same = told("a".repeat(1_000_000));
    const nearly = `${"a".repeat(63)}b`.repeat(10_000);
    expect(same.redact(nearly)).toBe(nearly);
    expect(same.redact("a".repeat(1_000_000))).toBe(MASK);
  });

  it("says when it has grown too large", () => {
    const small = new RedactedValues(100);
    small.learn(["x".repeat(60)]);
    small.learn(["x".repeat(60)]);
    expect(small.isFull).toBe(false);
    small.learn(["y".repeat(60)]);
    expect(small.isFull).toBe(true);
    expect(small.redact("y".repeat(60))).toBe(MASK);
  });
});
