import { NO_COUNTS } from "@pragma/contract";
import type { ActionKind, ChangeAction, ChangeCounts, PlannedChange } from "@pragma/sdk";
import { describe, expect, it } from "vitest";
import { action, ESCAPE, planOf, textOf } from "../../../test/support/make-plan.ts";
import { planMarkdown } from "./plan-markdown.ts";
import { differs, isEmpty } from "./plan-text.ts";

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
± postgres/database/main  is replaced
○ pragma/config/later  is stored as a draft

Wave 2
${Array.from({ length: 10 }, (_, index) => `→ pragma/config/page-${index}  follows postgres/role/owner\n    ~ config.data.url: "postgres://old" → (known after postgres/role/owner)`).join("\n")}

→ and 41 that follow

1 to create, 1 to update, 1 to replace, 1 to save as draft, 1 to delete, 51 to follow, 1 warning`);
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
1 to update, 1 refused`);
  });

  it("says that what drifted is sent once more, also where nothing was found in the place of what is declared", () => {
    const because = { kind: "drift" as const };
    expect(textOf(planOf([action("update", "a/b/c", { because })]))).toContain("~ a/b/c  is sent once more\n");
  });

  it("names what does not exist by the id that was given", () => {
    const resource = { id: "whatever", provider: "", resource: "", name: "whatever" };
    expect(textOf(planOf([action("delete", "a/b/c", { resource })]))).toContain("- whatever\n");
  });

  it("says whether a thing that is taken over stays as it is", () => {
    const asItIs = action("adopt", "a/b/c");
    const changed = action("adopt", "a/b/d", { changes: [{ path: "config.size", before: 1, after: 2 }] });
    expect(textOf(planOf([asItIs, changed]))).toContain(
      "← a/b/c  is taken over as it is: nothing is sent\n← a/b/d  is taken over\n    ~ config.size: 1 → 2\n",
    );
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
Nothing to change; 1 to compare, 3 unchanged`);
    const many = planOf([action("create", "a/b/c"), ...doubts(300)]);
    expect(textOf(many)).toContain("? pragma/secret/s9 ");
    expect(textOf(many)).not.toContain("pragma/secret/s10 ");
    expect(textOf(many)).toContain("? and 290 that are not compared");
    expect(textOf(many)).toContain("\n1 to create, 300 to compare");
    expect(planMarkdown(planOf(doubts(1)))).toContain("### Pragma: Nothing to change; 1 to compare");
    const equal = action("uncompared", "pragma/secret/s0", { state: "succeeded" });
    expect(textOf(planOf([equal], { status: "succeeded" }))).toBe(
      "? pragma/secret/s0  is as declared\n\nNothing changed; 1 compared and equal",
    );
    const { change } = planOf(doubts(1));
    expect([isEmpty(change), differs(change)]).toEqual([false, false]);
  });

  it("shows an action that it does not know, and counts that an earlier server does not have", () => {
    const { uncompared: _, ...known } = NO_COUNTS;
    const plan = planOf([action("update", "a/b/c")], { counts: { ...known, update: 1 } as ChangeCounts });
    expect(textOf(plan)).toMatch(/\n\n1 to update$/);
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
