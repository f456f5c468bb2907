import { describe, expect, it } from "vitest";
import { diffLines, withContext } from "./line-diff.ts";
import { type Verdict, verdictWords } from "./verdict-words.ts";

describe("diffLines", () => {
  const signs = { same: " ", added: "+", removed: "-" };
  const diff = (before: string, after: string) => diffLines(before, after).map(({ kind, text }) => signs[kind] + text);

  it("finds what stays in between", () => {
    expect(diff("a\nb\nc\nd\n", "a\nx\nc\ny\nd\n")).toEqual([" a", "-b", "+x", " c", "+y", " d"]);
    expect(diff("", "a\nb\n")).toEqual(["+a", "+b"]);
    expect(diff("a\n", "")).toEqual(["-a"]);
    expect(diff("a\na\n", "a\n")).toEqual([" a", "-a"]);
  });

  it("numbers the lines of both texts", () => {
    expect(diffLines("a\nb\n", "b\n")).toEqual([
      { kind: "removed", text: "a", before: 1, after: null },
      { kind: "same", text: "b", before: 2, after: 1 },
    ]);
  });

  it("gives up on texts without end", () => {
    const many = (word: string) => Array.from({ length: 3000 }, (_, n) => `${word}${n}`).join("\n");
    expect(diffLines(many("a"), many("b"))).toHaveLength(6000);
  });

  it("leaves out what is far from any change", () => {
    const lines = withContext(diffLines("1\n2\n3\n4\n5\n", "1\n2\n3\n4\nfive\n"), 1);
    expect(lines.map((line) => line?.text ?? null)).toEqual([null, "4", "5", "five"]);
  });
});

describe("verdictWords", () => {
  const say = (verdict: Partial<Verdict>, provisioned = false): string =>
    verdictWords(
      { verdict: "change", queues: null, from_state: "ready", to_state: "ready", refusal: null, ...verdict },
      "p/t/n",
      provisioned,
    );

  it("says what will happen", () => {
    expect(say({ verdict: "create", queues: "CREATE", from_state: null })).toBe("Creates p/t/n and starts it");
    expect(say({ verdict: "create" })).toBe("Saves p/t/n as a draft; nothing is started");
    expect(say({ queues: "UPDATE" })).toBe("Queues an update of p/t/n");
    expect(say({ queues: "UPDATE", from_state: "failed" })).toBe("Queues a retry of p/t/n");
    expect(say({ queues: "CREATE", from_state: "draft" })).toBe("Saves p/t/n and starts it");
    expect(say({ to_state: "draft" }, true)).toBe("Saves a draft; the running object stays");
    expect(say({ to_state: "draft" })).toBe("Saves a draft; nothing is started");
    expect(say({ verdict: "nothing" })).toBe("Nothing changes");
    expect(say({ verdict: "refused", refusal: { message: "no" } })).toBe("This would be refused: no");
  });
});
