import { describe, expect, it } from "vitest";
import type { ListRow } from "../list-types.ts";
import { isNearEnd, linesOf, viewOf } from "./group-lines.ts";
import type { GroupRows, ListGroups } from "./group-types.ts";

const group = (name: string, total: number) => ({ name, total, by_state: { ready: total } });
const GROUPS: ListGroups = { groups: [group("a", 3), group("b", 1000), group("", 2)], others: null };

const row = (name: string) => ({ id: name, key: `test/item/${name}` }) as ListRow;
const loaded = (names: readonly string[], more: Partial<GroupRows> = {}): GroupRows => ({
  ...{
    rows: names.map(row),
    hasMore: false,
    isStuck: false,
    isRetrying: false,
    isPending: false,
    isOld: false,
    error: null,
    unseen: [],
  },
  ...{ showUnseen: () => {}, onView: () => {}, onHold: () => {}, fetchMore: () => {}, retry: () => {} },
  ...more,
});

/** Each line in a word, those that load by their number. */
function told(groups: ListGroups, open: readonly string[], lists: Record<string, GroupRows> = {}): string[] {
  const words: string[] = [];
  let loading = 0;
  for (const line of linesOf(groups, new Set(open), new Map(Object.entries(lists))).lines) {
    if (line.kind === "loading") loading += 1;
    else {
      if (loading > 0) words.push(`${loading} loading`);
      loading = 0;
      if (line.kind === "group") words.push(`${line.isOpen ? "-" : "+"}${line.group.name}`);
      else words.push(line.kind === "row" ? line.row.id : line.kind);
    }
  }
  return loading > 0 ? [...words, `${loading} loading`] : words;
}

describe("the lines of a grouped list", () => {
  it("are the headers alone while all are closed, whatever was loaded", () => {
    expect(told(GROUPS, [])).toEqual(["+a", "+b", "+"]);
    expect(told(GROUPS, ["gone"], { a: loaded(["x"]) })).toEqual(["+a", "+b", "+"]);
  });

  it("keep the places of rows that load: all of a small group, a page of a large one", () => {
    expect(told(GROUPS, ["a", "b"])).toEqual(["-a", "3 loading", "-b", "200 loading", "+"]);
    expect(told(GROUPS, ["a"], { a: loaded(["x", "y", "z"]) })).toEqual(["-a", "x", "y", "z", "+b", "+"]);
    expect(told(GROUPS, ["a"], { a: loaded(["x"], { hasMore: true }) })).toEqual(["-a", "x", "8 loading", "+b", "+"]);
  });

  it("say what could not be loaded, and what is not told apart", () => {
    const others = { groups: 2, total: 3, by_state: {} };
    const error = { message: "no" };
    expect(told({ ...GROUPS, others }, [""], { "": loaded([], { error }) })).toEqual([
      ...["+a", "+b", "-", "error", "others"],
    ]);
    expect(told(GROUPS, ["b"], { b: loaded(["x"], { hasMore: true, isStuck: true }) })).toEqual([
      ...["+a", "-b", "x", "error", "+"],
    ]);
  });
});

describe("the rows of a group in view", () => {
  const { spans } = linesOf(GROUPS, new Set(["a", "b"]), new Map([["a", loaded(["x", "y", "z"])]]));
  const [first, second] = spans;
  if (!first || !second) throw new Error("Both groups are open");

  it("are counted from its first row, and none if it is elsewhere", () => {
    expect(first).toEqual({ name: "a", start: 1, end: 4 });
    expect(viewOf(first, 0, 10)).toEqual({ start: 0, end: 2 });
    expect(viewOf(first, 2, 3)).toEqual({ start: 1, end: 2 });
    expect(viewOf(first, 4, 10)).toEqual({ start: 1, end: 0 });
    expect(viewOf(second, 0, 10)).toEqual({ start: 1, end: 0 });
  });

  it("need more when the last of them are near", () => {
    const span = { name: "a", start: 10, end: 1010 };
    expect(isNearEnd(span, 0, 30, 300)).toBe(false);
    expect(isNearEnd(span, 680, 710, 300)).toBe(true);
    expect(isNearEnd(span, 1020, 1050, 300)).toBe(true);
    expect(isNearEnd(span, 0, 9, 2000)).toBe(false);
    expect(isNearEnd(span, 1300, 1330, 300)).toBe(false);
  });
});
