import { describe, expect, it } from "vitest";
import { mergeRead, refreshRows, rowsOf } from "./list-data.ts";
import type { ListCursor, ListData, ListRow } from "./list-types.ts";

const row = (id: string, updated_at = "1", more: Partial<ListRow> = {}) =>
  ({ id, updated_at, place: "here", tags: null, ...more }) as ListRow;
const cursor = (name: string) => ({ name, provider: "p", resource: "t" }) as NonNullable<ListCursor>;
const list = (...pages: ListRow[][]): ListData => ({
  pages: pages.map((items) => ({ items, nextCursor: cursor(items.at(-1)?.id ?? "") })),
  pageParams: [null, ...pages.slice(0, -1).map((items) => cursor(items.at(-1)?.id ?? ""))],
});
const shown = (data: ListData) => rowsOf(data).map(({ id, updated_at }) => `${id}${updated_at}`);

describe("rows that are read again", () => {
  it("are put where they are shown, unless they are older", () => {
    const data = list([row("a"), row("b", "3")], [row("c")]);
    const after = refreshRows(data, [row("a", "2", { place: "there" }), row("b", "2")], new Set(["c"]));
    expect(shown(after)).toEqual(["a2", "b3"]);
    expect(rowsOf(after)[0]?.place).toBe("here");
  });

  it("leave what is the same as it is, so that nothing is rendered anew", () => {
    const data = list([row("a"), row("b")], [row("c")]);
    expect(refreshRows(data, [row("a"), row("c")], new Set(["elsewhere"]))).toBe(data);
    const after = refreshRows(data, [row("a"), row("b", "1", { tags: ["x"] })], new Set());
    expect([after.pages[0]?.items[0], after.pages[1]]).toEqual([data.pages[0]?.items[0], data.pages[1]]);
    expect(after.pages[1]).toBe(data.pages[1]);
  });
});

describe("a read that has ended", () => {
  const before = list([row("a", "2"), row("b")]);

  it("brings no row that is older than what is shown, in the place that the read has for it", () => {
    const after = mergeRead(before, list([row("b", "2"), row("a", "1", { place: "there" })]), false);
    expect(shown(after)).toEqual(["b2", "a2"]);
    expect(rowsOf(after)[1]?.place).toBe("there");
    expect(mergeRead(undefined, before, false)).toBe(before);
    expect(mergeRead(before, before, false)).toBe(before);
  });

  it("of one more page adds that to the others as they are by now", () => {
    const read = list([row("a"), row("gone"), row("b")], [row("c"), row("a", "1")]);
    expect(shown(mergeRead(before, read, true))).toEqual(["a2", "b1", "c1"]);
  });

  it("of one more page adds nothing if those before it were let go", () => {
    expect(mergeRead(before, list([row("a"), row("b")], [row("c")], [row("d")]), true)).toBe(before);
  });
});

it("a row that is on two pages is shown once, where it is first", () => {
  expect(shown(list([row("a"), row("b")], [row("b", "0"), row("c")]))).toEqual(["a1", "b1", "c1"]);
});
