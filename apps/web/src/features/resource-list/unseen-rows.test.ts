import type { StateChange } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import type { RowFilters } from "./filters.ts";
import type { ListRow } from "./list-types.ts";
import { UnseenRows } from "./unseen-rows.ts";

const NONE: RowFilters = {
  ...{ q: null, provider: null, type: null, state: null, set: null, tags: [] },
  ...{ sort: "name", group: null, columns: null, density: null },
};

const EARLY = "2026-01-01T00:00:00.000Z";
const LATE = "2026-01-02T00:00:00.000Z";

const change = (name: string, updated_at = EARLY) =>
  ({ resource_id: name, provider: "p", resource: "t", name, updated_at }) as StateChange;
const read = (name: string, tags: string[] | null, set: string | null = null) =>
  ({ id: name, key: `p/t/${name}`, tags, set, updated_at: EARLY }) as ListRow;

/** What changes of some resources come to. */
const patched = (more: { unseen?: string[]; moved?: string[]; elsewhere?: string[] }) => {
  return { unseen: [], moved: [], elsewhere: [], ...more };
};

describe("without filters by what the stream does not carry", () => {
  it("counts a resource once, however often it changes", () => {
    const rows = new UnseenRows(NONE);
    rows.note([change("a"), change("b")], patched({ unseen: ["a", "b"] }));
    rows.note([change("a")], patched({ unseen: ["a"] }));
    expect(rows.ids).toHaveLength(2);
    expect(rows.open).toEqual([]);
  });

  it("forgets one that belongs elsewhere by now, and counts it again once it belongs here", () => {
    const rows = new UnseenRows(NONE);
    rows.note([change("a")], patched({ unseen: ["a"] }));
    rows.note([change("a")], patched({ elsewhere: ["a"] }));
    expect(rows.ids).toHaveLength(0);
    rows.note([change("a")], patched({ unseen: ["a"] }));
    expect(rows.ids).toHaveLength(1);
  });

  it("counts shown rows that have another place, and keeps them when they change again", () => {
    const rows = new UnseenRows(NONE);
    rows.note([change("a")], patched({ moved: ["a"] }));
    rows.note([change("a")], patched({}));
    rows.move(["b"]);
    expect(rows.ids).toHaveLength(2);
  });

  it("forgets one that is among the loaded rows by now, but one that has another place only when all were read anew", () => {
    const rows = new UnseenRows(NONE);
    rows.note([change("a"), change("b")], patched({ unseen: ["a"], moved: ["b"] }));
    rows.found([read("a", null), read("b", null)], false);
    expect(rows.ids).toEqual(["b"]);
    rows.found([read("a", null), read("b", null)], true);
    expect(rows.ids).toEqual([]);
  });

  it("puts back what could not be shown, beside what came since", () => {
    const rows = new UnseenRows(NONE);
    rows.note([change("a")], patched({ unseen: ["a"] }));
    rows.take();
    expect(rows.ids).toHaveLength(0);
    rows.note([change("b")], patched({ unseen: ["b"] }));
    rows.putBack();
    expect(rows.ids).toHaveLength(2);
  });

  it("does not put back what has gone since", () => {
    const rows = new UnseenRows(NONE);
    rows.note([change("a")], patched({ unseen: ["a"] }));
    rows.take();
    rows.note([change("a")], patched({ elsewhere: ["a"] }));
    rows.putBack();
    expect(rows.ids).toHaveLength(0);
  });

  it("puts back what was taken in turns, but not what has gone between", () => {
    const rows = new UnseenRows(NONE);
    rows.note([change("a"), change("b")], patched({ unseen: ["a", "b"] }));
    rows.take();
    rows.note([change("a"), change("c")], patched({ unseen: ["c"], elsewhere: ["a"] }));
    rows.take();
    rows.putBack();
    rows.putBack();
    expect(rows.ids).toEqual(["b", "c"]);
  });

  it("does not put back what a read of the list has shown, which a read of one more page has not", () => {
    const rows = new UnseenRows(NONE);
    rows.note([change("a")], patched({ unseen: ["a"] }));
    rows.take();
    rows.found([], false);
    rows.putBack();
    expect(rows.ids).toEqual(["a"]);
    rows.take();
    rows.found([], true);
    rows.putBack();
    expect(rows.ids).toEqual([]);
  });
});

describe("with filters by tags or set", () => {
  it.each<[string, Partial<RowFilters>, ListRow, boolean]>([
    ["with all the tags", { tags: ["x", "y"] }, read("a", ["y", "x", "z"]), true],
    ["without one of the tags", { tags: ["x", "y"] }, read("a", ["x"]), false],
    ["without tags", { tags: ["x"] }, read("a", null), false],
    ["of the set", { set: "s" }, read("a", null, "s"), true],
    ["of another set", { set: "s" }, read("a", null, "t"), false],
    ["without tags, where those are asked for", { lacking: "tags" }, read("a", []), true],
    ["with tags, where those without are asked for", { lacking: "tags" }, read("a", ["x"]), false],
    ["in a set, where those without are asked for", { lacking: "set" }, read("a", null, "s"), false],
  ])("a resource %s", (_, filters, row, matches) => {
    const rows = new UnseenRows({ ...NONE, ...filters });
    rows.note([change("a")], patched({ unseen: ["a"] }));
    expect(rows.ids).toHaveLength(0);
    expect(rows.open).toEqual(["p/t/a"]);
    rows.judge(["p/t/a"], [row, read("unknown", ["x", "y"], "s")]);
    expect(rows.ids).toHaveLength(matches ? 1 : 0);
    expect(rows.open).toEqual([]);
  });

  it("asks again for one that did not match, once it has changed", () => {
    const rows = new UnseenRows({ ...NONE, tags: ["x"] });
    rows.note([change("a")], patched({ unseen: ["a"] }));
    rows.judge(["p/t/a"], [read("a", [])]);
    rows.note([change("a")], patched({ unseen: ["a"] }));
    rows.judge(["p/t/a"], [read("a", ["x"])]);
    expect(rows.ids).toHaveLength(1);
  });

  it("counts one while it is asked for again, and forgets it if it no longer matches", () => {
    const rows = new UnseenRows({ ...NONE, tags: ["x"] });
    rows.note([change("a")], patched({ unseen: ["a"] }));
    rows.judge(["p/t/a"], [read("a", ["x"])]);
    rows.note([change("a")], patched({ unseen: ["a"] }));
    expect([rows.ids, rows.open]).toEqual([["a"], ["p/t/a"]]);
    rows.judge(["p/t/a"], [read("a", [])]);
    expect([rows.ids, rows.open]).toEqual([[], []]);
  });

  it("does not believe a row that is older than the change", () => {
    const rows = new UnseenRows({ ...NONE, tags: ["x"] });
    rows.note([change("a", LATE)], patched({ unseen: ["a"] }));
    rows.judge(["p/t/a"], [read("a", [])]);
    expect([rows.ids, rows.open]).toEqual([[], ["p/t/a"]]);
    rows.judge(["p/t/a"], [{ ...read("a", ["x"]), updated_at: LATE }]);
    expect(rows.ids).toEqual(["a"]);
  });

  it("asks three times for one that does not answer, and then leaves it to the list", () => {
    const rows = new UnseenRows({ ...NONE, tags: ["x"] });
    rows.note([change("a"), change("b")], patched({ unseen: ["a", "b"] }));
    for (const count of [0, 0, 1]) {
      expect(rows.open).toContain("p/t/a");
      rows.judge(["p/t/a"], []);
      expect(rows.ids).toHaveLength(count);
    }
    expect(rows.open).toEqual(["p/t/b"]);
  });
});
