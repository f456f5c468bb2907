import type { StateChange } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import type { ListFilters } from "./filters.ts";
import type { ListData, ListRow } from "./list-types.ts";
import { firstPages, movedRows, patchRows, readRows, replaceRows, rowsOf } from "./patch-rows.ts";

const NONE: ListFilters = {
  ...{ q: null, provider: null, type: null, state: null, set: null, tags: [] },
  ...{ sort: "name", group: null, columns: null, density: null },
};
const EARLY = "2026-01-01T00:00:00.000Z";
const LATE = "2026-01-02T00:00:00.000Z";

function row(name: string, more: Partial<ListRow> = {}): ListRow {
  const ref = { provider: "p", resource: "t", name };
  return {
    ...ref,
    id: `resource:p_t_${name}`,
    key: `p/t/${name}`,
    lifecycle_state: "pending",
    error: null,
    tags: null,
    generation: 1,
    set: null,
    created_at: EARLY,
    updated_at: EARLY,
    stale: false,
    deleting: false,
    waits_for: null,
    next_attempt_at: null,
    ...more,
  };
}

function change(name: string, more: Partial<StateChange> = {}): StateChange {
  return {
    id: "1",
    resource_id: `resource:p_t_${name}`,
    provider: "p",
    resource: "t",
    name,
    lifecycle_state: "ready",
    generation: 2,
    error: null,
    updated_at: LATE,
    ...more,
  };
}

/** Two pages of two rows, with more to come after `d` if `open`. */
function list(open = true): ListData {
  const place = (name: string) => ({ name, provider: "p", resource: "t", value: "pending" });
  return {
    pages: [
      { items: [row("a"), row("b")], nextCursor: place("b") },
      { items: [row("c"), row("d")], nextCursor: open ? place("d") : null },
    ],
    pageParams: [null, place("b")],
  };
}

const names = ({ pages }: ListData) => pages.map((page) => page.items.map((item) => item.name).join("")).join(" ");

describe("patchRows", () => {
  it("changes a row in its place and leaves the other pages as they are", () => {
    const before = list();
    const { data, unseen } = patchRows(before, [change("c", { lifecycle_state: "failed", error: "no" })], NONE);
    expect(data.pages[1]?.items[0]).toEqual(
      row("c", { lifecycle_state: "failed", error: "no", generation: 2, updated_at: LATE }),
    );
    expect(data.pages[0]).toBe(before.pages[0]);
    expect(unseen).toEqual([]);
  });

  it("no longer says what the row waits for, unless it was read after the change", () => {
    const waits = { waits_for: { key: "p/t/z", lifecycle_state: "pending" as const }, next_attempt_at: LATE };
    const shown = { pages: [{ items: [row("a", waits), row("b", { ...waits, updated_at: LATE })], nextCursor: null }] };
    const { data, patched } = patchRows({ ...list(), ...shown }, [change("a"), change("b")], NONE);
    expect(patched).toEqual(["resource:p_t_a", "resource:p_t_b"]);
    expect(data.pages[0]?.items[0]).toMatchObject({ waits_for: null, next_attempt_at: null });
    expect(data.pages[0]?.items[1]).toMatchObject(waits);
  });

  it("lets the last of several changes hold", () => {
    const { data } = patchRows(list(), [change("a", { lifecycle_state: "processing" }), change("a")], NONE);
    expect(data.pages[0]?.items[0]?.lifecycle_state).toBe("ready");
  });

  it("takes out what is gone", () => {
    const { data } = patchRows(list(), [change("b", { lifecycle_state: null })], NONE);
    expect(names(data)).toBe("a cd");
  });

  it("keeps a row whose new state does not match the filter", () => {
    const { data } = patchRows(list(), [change("a")], { ...NONE, state: "pending" });
    expect(names(data)).toBe("ab cd");
    expect(data.pages[0]?.items[0]?.lifecycle_state).toBe("ready");
  });

  it("leaves a row that was read after the change, and returns the same object", () => {
    const before = list();
    const { data } = patchRows(before, [change("a", { updated_at: "2025-12-31T00:00:00.000Z" })], NONE);
    expect(data).toBe(before);
  });

  it.each<[string, StateChange, Partial<ListFilters>, boolean, number]>([
    ["a new one between the rows", change("bb"), {}, true, 1],
    ["a new one after the loaded rows", change("e"), {}, true, 0],
    ["a new one after the last of all rows", change("e"), {}, false, 1],
    ["one that has gone", change("bb", { lifecycle_state: null }), {}, true, 0],
    ["one of another provider", change("bb", { provider: "q" }), { provider: "p" }, true, 0],
    ["one of another type", change("bb", { resource: "u" }), { type: "t" }, true, 0],
    ["one in another state", change("bb"), { state: "failed" }, true, 0],
    ["one in the state", change("bb"), { state: "ready" }, true, 1],
    ["a new one after the loaded rows, downwards", change("e"), { sort: "-name" }, true, 1],
    ["a new one of an earlier type", change("e", { resource: "s" }), { sort: "type" }, true, 1],
    ["a new one of a later type", change("a", { resource: "u" }), { sort: "type" }, true, 0],
    [
      "one that comes first in the order of states",
      change("e", { lifecycle_state: "failed" }),
      { sort: "state" },
      true,
      1,
    ],
    ["one that comes last in the order of states", change("aa"), { sort: "state" }, true, 0],
    ["one that was just created", change("e", { generation: 1 }), { sort: "-created" }, true, 1],
    ["one that was not", change("e"), { sort: "-created" }, true, 0],
    ["one that changed, latest first", change("e"), { sort: "-updated" }, true, 1],
    ["one that changed, latest last", change("a1"), { sort: "updated" }, true, 0],
    ["a shown one that has another place now", change("a"), { sort: "-updated" }, true, 1],
    ["a shown one in another state", change("a"), { sort: "-state" }, true, 1],
    ["a shown one in the same state", change("a", { lifecycle_state: "pending" }), { sort: "-state" }, true, 0],
    ["one without the text", change("bb"), { q: "x" }, true, 0],
    ["one with a part of its key", change("bb"), { q: "t/bb" }, true, 1],
    ["one with the text, whatever the case", change("bb"), { q: " BB " }, true, 1],
  ])("counts %s rightly", (_, one, filters, open, count) => {
    const { unseen, moved, elsewhere } = patchRows(list(open), [one], { ...NONE, ...filters });
    expect([...unseen, ...moved]).toHaveLength(count);
    const isShown = one.lifecycle_state !== null && one.name === "a";
    expect(elsewhere).toHaveLength(count === 1 || isShown ? 0 : 1);
  });
});

describe("replaceRows", () => {
  it("takes fresh rows, but none older than the one shown", () => {
    const shown = { ...list(), pages: [{ items: [row("a", { updated_at: LATE }), row("b")], nextCursor: null }] };
    const data = replaceRows(shown, [row("a", { stale: true }), row("b", { stale: true }), row("new")]);
    expect(data.pages[0]?.items).toEqual([row("a", { updated_at: LATE }), row("b", { stale: true })]);
  });
});

describe("what was read again", () => {
  it("is what is not older than the row that is shown", () => {
    const shown = { ...list(), pages: [{ items: [row("a", { updated_at: LATE }), row("b")], nextCursor: null }] };
    expect(readRows(shown, [row("a"), row("b", { updated_at: LATE })])).toEqual(["resource:p_t_b"]);
  });
});

describe("movedRows", () => {
  it("are those that the order puts elsewhere", () => {
    const fresh = [row("a", { updated_at: LATE }), row("b"), row("new")];
    expect(movedRows(list(), fresh, { ...NONE, sort: "-updated" })).toEqual(["resource:p_t_a"]);
    expect(movedRows(list(), fresh, NONE)).toEqual([]);
  });

  it("are those that are in the group of another state by now", () => {
    const fresh = [row("a", { lifecycle_state: "ready", updated_at: LATE }), row("b", { updated_at: LATE })];
    expect(movedRows(list(), fresh, { ...NONE, group: "state" })).toEqual(["resource:p_t_a"]);
    expect(movedRows(list(), fresh, { ...NONE, group: "tag" })).toEqual([]);
  });
});

describe("pages", () => {
  it("show a row once that is on two", () => {
    const twice = { ...list(), pages: [...list().pages, { items: [row("a"), row("e")], nextCursor: null }] };
    expect(rowsOf(twice).map(({ name }) => name)).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("are cut to the first ones", () => {
    expect(names(firstPages(list(), 1))).toBe("ab");
    expect(firstPages(list(), 1).pageParams).toEqual([null]);
  });
});
