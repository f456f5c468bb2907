import { describe, expect, it } from "vitest";
import { action, ID, planOf } from "../../../test/support/make-plan.ts";
import { MOST_CHARACTERS, planMarkdown } from "./plan-markdown.ts";

describe("a plan as Markdown", () => {
  it("is a comment whose counts come first, and whose plan is colored as a diff", () => {
    const plan = planOf(
      [
        action("create", "a/b/c", { changes: [{ path: "config.a", before: null, after: 1 }] }),
        action("update", "a/b/d", { changes: [{ path: "config.a", before: null, after: 1 }] }),
      ],
      { message: "Release 12", set: "shop" },
    );
    expect(planMarkdown(plan)).toBe(`### Pragma: 1 to create, 1 to update

\` Release 12 \`

Set \` shop \`

\`\`\`diff
+ a/b/c
      config.a: 1
~ a/b/d
+     config.a: 1
\`\`\`

Apply it with \`pragma apply ${ID}\`.`);
  });

  it("cannot be left by what it shows: no fence is ended, nobody is mentioned, nothing is formatted", () => {
    const evil = "```\n@everyone <img src=x> [a](javascript:b) ~~~~ `";
    const plan = planOf(
      [action("update", "a/b/c", { changes: [{ path: "config.`````", before: evil, after: `${evil}\n${evil}` }] })],
      { message: `${"`".repeat(7)} @everyone`, busy: ["@everyone `` <b>"], set: "x` @everyone" },
    );
    const outside = withoutCode(planMarkdown(plan));
    expect(outside).not.toMatch(/@|<|javascript/);
    expect(outside).toContain("### Pragma: 1 to update");
  });

  it("fits into a comment, and says what was left out", () => {
    const changes = [{ path: "config.text", before: "`".repeat(900), after: "y".repeat(900) }];
    const plan = planOf(
      Array.from({ length: 2_000 }, (_, index) => action("update", `a/b/n${index}`, { changes })),
      { message: "m".repeat(500), busy: Array.from({ length: 1_000 }, (_, index) => `${"b".repeat(400)}${index}`) },
    );
    const text = planMarkdown(plan);
    expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    const shown = text.match(/^~ a\/b\/n/gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(20);
    expect(text).toContain(
      `${(2_000 - shown).toLocaleString("en")} resources are left out here: \`pragma changes show ${ID}\` has them.`,
    );
  });
});

/** Returns what a renderer of Markdown takes for text: neither in a fenced block nor in a span of code (CommonMark 4.5, 6.1). */
function withoutCode(markdown: string): string {
  const outside: string[] = [];
  let fence: string | null = null;
  for (const line of markdown.split("\n")) {
    const [, run] = /^ {0,3}(`{3,})/.exec(line) ?? [];
    if (fence !== null) {
      if (run !== undefined && run.length >= fence.length && line.trim() === run) fence = null;
    } else if (run !== undefined && !line.slice(line.indexOf(run) + run.length).includes("`")) fence = run;
    else outside.push(line);
  }
  return outside.join("\n").replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");
}
