import type { ActionKind, PlannedChange } from "@pragma/sdk";
import { describe, expect, it } from "vitest";
import { action, planOf, textOf } from "../../../test/support/make-plan.ts";

/** The lines below the one of a resource. */
function fieldsOf(changes: PlannedChange[], kind: ActionKind = "update"): string[] {
  const [, ...lines] =
    textOf(planOf([action(kind, "a/b/c", { changes })]))
      .split("\n\n")[0]
      ?.split("\n") ?? [];
  return lines;
}

describe("a changed field", () => {
  it("that is a text of several lines shows the lines that differ, with a few around", () => {
    const before = Array.from({ length: 40 }, (_, index) => `line ${index}`);
    const after = [...before.slice(0, 20), "new", ...before.slice(21)];
    expect(fieldsOf([{ path: "config.text", before: before.join("\n"), after: after.join("\n") }])).toEqual([
      "    ~ config.text:",
      "          … 17 unchanged",
      "          line 17",
      "          line 18",
      "          line 19",
      "        - line 20",
      "        + new",
      "          line 21",
      "          line 22",
      "          line 23",
      "          … 16 unchanged",
    ]);
  });

  it("that is a long text shows what differs at both of its ends, without all between", () => {
    const between = Array.from({ length: 3000 }, (_, index) => `line ${index}`);
    const [before, after] = [["a", ...between, "b"].join("\n"), ["c", ...between, "d"].join("\n")];
    const lines = fieldsOf([{ path: "config.text", before, after }]);
    expect(lines).toHaveLength(12);
    expect(lines.slice(0, 3)).toEqual(["    ~ config.text:", "        - a", "        + c"]);
    expect(lines.at(6)).toBe("          … 2,994 unchanged");
    expect(lines.slice(-2)).toEqual(["        - b", "        + d"]);
  });

  it("that differs too much to be compared is replaced between its equal ends", () => {
    const text = (word: string) =>
      ["first", ...Array.from({ length: 600 }, (_, at) => `${word} ${at}`), "last"].join("\n");
    const lines = fieldsOf([{ path: "config.text", before: text("old"), after: text("new") }]);
    expect(lines.slice(0, 4)).toEqual(["    ~ config.text:", "          first", "        - old 0", "        - old 1"]);
  });

  it("that is a long text on one line shows where it differs", () => {
    const long = "x".repeat(500);
    expect(fieldsOf([{ path: "config.a", before: `${long}old${long}`, after: `${long}new${long}` }])).toEqual([
      `    ~ config.a: …"${"x".repeat(20)}old${"x".repeat(20)}"… → …"${"x".repeat(20)}new${"x".repeat(20)}"…`,
    ]);
    expect(fieldsOf([{ path: "config.a", before: null, after: long.repeat(10) }])[0]).toMatch(
      /x… \(5,002 characters\)$/,
    );
  });

  it("of a list that shifts shows what was put in, not that all of it changed", () => {
    const before = ["b", "c", "d"];
    const after = ["a", "b", "c", "d"];
    const byPosition = after.map((item, index) => ({
      path: `config.list[${index}]`,
      before: before[index] ?? null,
      after: item,
    }));
    const shown = ["    ~ config.list:", '        + "a"', '          "b"', '          "c"', '          "d"'];
    expect(fieldsOf(byPosition)).toEqual(shown);
    expect(fieldsOf([{ path: "config.list", before, after }])).toEqual(shown);
    expect(fieldsOf([{ path: "config.list[3]", before: "x", after: null }])).toEqual(['    - config.list[3]: "x"']);
  });

  it("that is a value with parts is laid out, whatever it becomes", () => {
    const after = { port: 80, names: ["a", { b: [] }], text: "one\ntwo\n" };
    expect(fieldsOf([{ path: "config.server", before: "none", after }])).toEqual([
      '    - config.server: "none"',
      "    + config.server:",
      "    +   port: 80",
      "    +   names:",
      '    +     - "a"',
      "    +     - b: []",
      "    +   text: |",
      "    +     one",
      "    +     two",
    ]);
    expect(fieldsOf([{ path: "config.server", before: null, after: { port: 80 } }], "create")).toEqual([
      "    config.server:",
      "      port: 80",
    ]);
  });

  it("that is secret, or not known yet, says so", () => {
    const secret = { before: "********", after: "********", sensitive: true } as const;
    expect(
      fieldsOf([
        { path: "config.a", ...secret },
        { path: "config.b", ...secret, unknown: { from: "secret" } },
        { path: "config.c", ...secret, before: null },
        { path: "config.env.A", ...secret, after: "${pragma/secret/s.outputs.a}" },
        { path: "config.env.B", ...secret, before: "${pragma/secret/s.outputs.b}" },
        { path: "config.env.C", ...secret, before: { A: "********" } },
        { path: "config.env.D", ...secret, after: null },
        { path: "config.d", before: null, after: null, unknown: { from: "${acme/part/of/it.outputs.id}" } },
        { path: "config.e", before: 1, after: null, unknown: { from: "acme/part/a.b.c" } },
        { path: "config.f", before: 1, after: null, unknown: { from: "acme/part/a.outputsX.outputs.n" } },
        { path: "config", before: null, after: null, unknown: { from: "provider" } },
      ]),
    ).toEqual([
      "    ~ config.a: (secret, changed)",
      "    ~ config.b: (secret, not compared)",
      "    + config.c: (secret)",
      '    ~ config.env.A: (secret) → "${pragma/secret/s.outputs.a}"',
      '    ~ config.env.B: "${pragma/secret/s.outputs.b}" → (secret)',
      "    ~ config.env.C: … → (secret)",
      "    - config.env.D: (secret)",
      "    + config.d: (known after acme/part/of/it)",
      "    ~ config.e: 1 → (known after acme/part/a.b.c)",
      "    ~ config.f: 1 → (known after acme/part/a.outputsX)",
      "    ~ config: (not known before it is taken over)",
    ]);
  });

  it("is bounded, and takes no time to compare however long it is", () => {
    const long = (letter: string) => Array.from({ length: 50_000 }, (_, index) => `${letter}${index}`).join("\n");
    const lines = fieldsOf([{ path: "config.text", before: long("a"), after: long("b") }]);
    expect(lines).toHaveLength(201);
    expect(lines.at(-1)).toBe("    … 99,801 more lines of config.text");
  });
});
