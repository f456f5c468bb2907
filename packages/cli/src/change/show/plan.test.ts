import type { ActionKind, Change, ChangeAction, ChangeCounts, PlannedChange } from "@pragma/sdk";
import { describe, expect, it } from "vitest";
import { MOST_CHARACTERS, planMarkdown } from "./plan-markdown.ts";
import type { Plan } from "./plan-sections.ts";
import { differs, isEmpty, planText } from "./plan-text.ts";

const NO_COUNTS: ChangeCounts = {
  create: 0,
  update: 0,
  stage: 0,
  delete: 0,
  follow: 0,
  unchanged: 0,
  refuse: 0,
  replace: 0,
  adopt: 0,
  checked: 0,
  uncompared: 0,
};
const ID = "0198f3c2-7a1e-7000-8000-000000000001";
const ESCAPE = "\u001b[2J\u202e";

function action(kind: ActionKind, key: string, known: Partial<ChangeAction> = {}): ChangeAction {
  const [provider = "", resource = "", name = ""] = key.split("/");
  return {
    id: key,
    resource: { id: `resource:${provider}_${resource}_${name}`, provider, resource, name },
    document: null,
    action: kind,
    because: { kind: "declared" },
    changes: [],
    issues: [],
    warnings: [],
    wave: 0,
    ...known,
  };
}

function planOf(actions: ChangeAction[], known: Partial<Change> = {}): Plan {
  const counts = { ...NO_COUNTS };
  for (const { action: kind } of actions) counts[kind]++;
  const actor = { type: "user", id: "u", name: "Ann" };
  const change: Change = {
    id: ID,
    status: "planned",
    message: null,
    source: { kind: "cli" },
    set: null,
    prune: false,
    counts,
    busy: [],
    created_by: actor,
    created_at: "2026-11-26T20:00:00.000Z",
    expires_at: "2026-11-27T20:00:00.000Z",
    applied_by: null,
    applied_at: null,
    settled_at: null,
    reverts: null,
    reverted_by: null,
    ended_by: null,
    ended_at: null,
    blocked: [],
    actions: actions.slice(0, 100),
    ...known,
  };
  const placeOf = (loc: readonly (string | number)[]) => (loc[0] === "documents" ? `shop.yaml:${loc[1]}:3` : null);
  return { change, actions, placeOf };
}

function textOf(plan: Plan): string {
  return planText(plan, (_, text) => text);
}

/** The lines below the one of a resource. */
function fieldsOf(changes: PlannedChange[], kind: ActionKind = "update"): string[] {
  const [, ...lines] =
    textOf(planOf([action(kind, "a/b/c", { changes })]))
      .split("\n\n")[0]
      ?.split("\n") ?? [];
  return lines;
}

describe("a plan as text", () => {
  it("shows a shop by waves, what follows, and the counts last", () => {
    const follow = (index: number): ChangeAction =>
      action("follow", `pragma/config/page-${index}`, {
        because: { kind: "propagated", from: "resource:postgres_role_owner", path: "config.data.url" },
        changes: [
          {
            path: "config.data.url",
            before: "postgres://old",
            after: null,
            unknown: { from: "postgres/role/owner.outputs.url" },
          },
        ],
        wave: 1,
      });
    const plan = planOf(
      [
        action("create", "postgres/role/owner", {
          changes: [
            { path: "config.login", before: null, after: true },
            { path: "config.password", before: null, after: "********", sensitive: true },
          ],
        }),
        action("update", "pragma/config/site", {
          changes: [
            { path: "config.data.title", before: "Shop", after: "Corner Shop" },
            { path: "tags", before: ["a", "b"], after: ["b", "c"] },
          ],
          warnings: ["pragma/config/nobody is not declared"],
        }),
        action("delete", "pragma/config/old", { because: { kind: "set" } }),
        action("replace", "postgres/database/main"),
        action("stage", "pragma/config/later"),
        ...Array.from({ length: 51 }, (_, index) => follow(index)),
      ],
      { message: "Release 12", set: "shop" },
    );
    expect(textOf(plan)).toBe(`“Release 12”

Wave 1
+ postgres/role/owner
    config.login: true
    config.password: (secret)
~ pragma/config/site
    ~ config.data.title: "Shop" → "Corner Shop"
    ~ tags:
        - "a"
          "b"
        + "c"
    warning: pragma/config/nobody is not declared
- pragma/config/old  is not declared in the set shop
± postgres/database/main
○ pragma/config/later  is stored as a draft

Wave 2
${Array.from({ length: 10 }, (_, index) => `→ pragma/config/page-${index}  follows postgres/role/owner\n    ~ config.data.url: "postgres://old" → (known after postgres/role/owner)`).join("\n")}

→ and 41 that follow

1 to create, 1 to change, 1 to replace, 1 to save as draft, 1 to delete, 51 that follow, 1 warning`);
  });

  it("shows what is refused with file, line and column, and what an apply would wait for", () => {
    const issues = [
      { loc: ["documents", 4, "config", "size"], msg: "config.size must be a number", type: "type" },
      { loc: ["delete", 0], msg: "x is protected", type: "deletion_protected" },
    ];
    const plan = planOf([action("refuse", "a/b/c", { document: 4, issues }), action("update", "a/b/d")], {
      busy: ["resource:a_b_d"],
    });
    expect(textOf(plan)).toBe(`~ a/b/d  is as declared: carried out until it is ready

Refused
! a/b/c  is refused
    shop.yaml:4:3: config.size must be a number
    x is protected

a/b/d is in flight: an apply waits for it
1 to change, 1 refused`);
  });

  it("names what does not exist by the id that was given", () => {
    const resource = { id: "whatever", provider: "", resource: "", name: "whatever" };
    expect(textOf(planOf([action("delete", "a/b/c", { resource })]))).toContain("- whatever\n");
  });

  it("says that nothing would change", () => {
    expect(textOf(planOf([], { counts: { ...NO_COUNTS, unchanged: 2_000 } }))).toBe(
      "Nothing to change; 2,000 unchanged",
    );
  });

  it("says what was not compared, of each resource on one line, and that this alone is no difference", () => {
    const secret = (path: string): PlannedChange => {
      return { path, before: "********", after: "********", unknown: { from: "secret" }, sensitive: true };
    };
    const doubts = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        action("uncompared", `pragma/secret/s${index}`, {
          changes: [secret("config.data.a"), secret("config.data.b")],
        }),
      );
    expect(
      textOf(planOf(doubts(1), { counts: { ...NO_COUNTS, uncompared: 1, unchanged: 3 } })),
    ).toBe(`? pragma/secret/s0  not compared: config.data.a, config.data.b

1 resource has secrets that this plan did not compare: applying it does, and updates what differs
Nothing to change; 3 unchanged, 1 to compare`);
    const many = planOf([action("create", "a/b/c"), ...doubts(300)]);
    expect(textOf(many)).toContain("? pragma/secret/s9 ");
    expect(textOf(many)).not.toContain("pragma/secret/s10 ");
    expect(textOf(many)).toContain("? and 290 that are not compared");
    expect(textOf(many)).toContain("\n1 to create, 300 to compare");
    expect(planMarkdown(planOf(doubts(1)))).toContain("### Pragma: Nothing to change; 1 to compare");
    const equal = action("uncompared", "pragma/secret/s0", { state: "succeeded" });
    expect(textOf(planOf([equal], { status: "succeeded" }))).toBe(
      "? pragma/secret/s0  is as declared\n\nNothing changed; 1 compared",
    );
    const { change } = planOf(doubts(1));
    expect([isEmpty(change), differs(change)]).toEqual([false, false]);
  });

  it("shows an action that it does not know, and counts that an earlier server does not have", () => {
    const { uncompared: _, ...known } = NO_COUNTS;
    const plan = planOf([action("update", "a/b/c")], { counts: { ...known, update: 1 } as ChangeCounts });
    expect(textOf(plan)).toMatch(/\n\n1 to change$/);
    const later = planOf([{ ...action("update", "a/b/c"), action: "invented" as ActionKind }]);
    expect(textOf(later)).toMatch(/^\? a\/b\/c {2}invented\n/);
  });

  it("names what is created without its fields where it is very much", () => {
    const changes = [{ path: "config.a", before: null, after: 1 }];
    const text = textOf(
      planOf(Array.from({ length: 2_000 }, (_, index) => action("create", `a/b/n${index}`, { changes }))),
    );
    expect(text.split("\n")).toHaveLength(2_002);
    expect(text).toContain("2,000 to create");
  });

  it("of an applied change shows what failed, and names what was not read", () => {
    const actions = [action("create", "a/b/c", { state: "failed", attempts: 5, error: "no\nroom" })];
    const plan = planOf(actions, { status: "failed", counts: { ...NO_COUNTS, create: 3 } });
    expect(textOf(plan)).toContain("+ a/b/c\n    ! failed after 5 attempts: no room\n\nand 2 more");
  });

  it("brings nothing to a terminal but text", () => {
    const text = textOf(
      planOf(
        [
          action("update", "a/b/c", {
            changes: [
              { path: `config.${ESCAPE}`, before: `one\n${ESCAPE}`, after: "two\nlines" },
              { path: "config.b", before: { [ESCAPE]: [ESCAPE] }, after: 1 },
              { path: "config.c", before: null, after: ESCAPE, unknown: { from: ESCAPE } },
            ],
            issues: [{ loc: [], msg: ESCAPE, type: ESCAPE }],
            warnings: [`\r${ESCAPE}`],
            state: "failed",
            error: ESCAPE,
            because: { kind: "declared", from: ESCAPE },
          }),
          action("follow", "a/b/d", { because: { kind: "propagated", from: ESCAPE } }),
        ],
        { message: ESCAPE, busy: [ESCAPE], blocked: [{ resource: ESCAPE, by: [ESCAPE], reason: ESCAPE }] },
      ),
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });
});

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
        { path: "config.d", before: null, after: null, unknown: { from: "${acme/part/of/it.outputs.id}" } },
        { path: "config.e", before: 1, after: null, unknown: { from: "acme/part/a.b.c" } },
        { path: "config.f", before: 1, after: null, unknown: { from: "acme/part/a.outputsX.outputs.n" } },
      ]),
    ).toEqual([
      "    ~ config.a: (secret, changed)",
      "    ~ config.b: (secret, not compared)",
      "    + config.c: (secret)",
      "    + config.d: (known after acme/part/of/it)",
      "    ~ config.e: 1 → (known after acme/part/a.b.c)",
      "    ~ config.f: 1 → (known after acme/part/a.outputsX)",
    ]);
  });

  it("is bounded, and takes no time to compare however long it is", () => {
    const long = (letter: string) => Array.from({ length: 50_000 }, (_, index) => `${letter}${index}`).join("\n");
    const lines = fieldsOf([{ path: "config.text", before: long("a"), after: long("b") }]);
    expect(lines).toHaveLength(201);
    expect(lines.at(-1)).toBe("    … 99,801 more lines of config.text");
  });
});

describe("a plan as Markdown", () => {
  it("is a comment whose counts come first, and whose plan is colored as a diff", () => {
    const plan = planOf(
      [
        action("create", "a/b/c", { changes: [{ path: "config.a", before: null, after: 1 }] }),
        action("update", "a/b/d", { changes: [{ path: "config.a", before: null, after: 1 }] }),
      ],
      { message: "Release 12", set: "shop" },
    );
    expect(planMarkdown(plan)).toBe(`### Pragma: 1 to create, 1 to change

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
    expect(outside).toContain("### Pragma: 1 to change");
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

/** What a renderer of Markdown takes for text: neither in a fenced block nor in a span of code (CommonMark 4.5, 6.1). */
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
