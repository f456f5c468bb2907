import { describe, expect, it } from "vitest";
import { heldKeys, heldPages, letGo } from "./held-rows.ts";
import type { ListData } from "./list-types.ts";

/** Pages of two rows: 0 and 1, 2 and 3, and so on. */
function list(pages: number): ListData {
  const item = (n: number) => ({ id: `${n}`, key: `${n}`, lifecycle_state: n % 2 === 0 ? "ready" : "failed" });
  return {
    pages: Array.from({ length: pages }, (_, page) => ({ items: [item(page * 2), item(page * 2 + 1)] })),
    pageParams: Array(pages).fill(null),
  } as unknown as ListData;
}

describe("what is selected", () => {
  it.each([
    [[], 0, []],
    [["elsewhere"], 0, []],
    [["0"], 1, ["0"]],
    [["0", "5", "4"], 3, ["0", "4", "5"]],
  ])("as %j holds the pages up to its last row", (keys, pages, held) => {
    const selected = new Set(keys);
    expect(heldPages(list(4), selected)).toBe(pages);
    expect(heldKeys(list(4), selected)).toEqual(held);
  });

  it("is looked for only as far as it is in the state that the list shows", () => {
    const selected = new Set(["0", "4", "5"]);
    expect(heldKeys(list(4), selected, "ready")).toEqual(["0", "4"]);
    expect(heldKeys(list(4), selected, "failed")).toEqual(["5"]);
  });

  it.each([
    ["few pages stay", 3, [], 3],
    ["of many, the first one", 4, [], 1],
    ["of many, those up to what is selected", 6, ["7"], 4],
    ["all, if the last one has what is selected", 6, ["11"], 6],
    ["few pages, whatever is selected", 3, ["0"], 3],
  ])("%s", (_, pages, keys, kept) => {
    const data = letGo(list(pages), new Set(keys), 3);
    expect([data.pages.length, data.pageParams.length]).toEqual([kept, kept]);
  });
});
