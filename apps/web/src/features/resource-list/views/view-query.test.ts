import { describe, expect, it } from "vitest";
import { loadFilters } from "../filters.ts";
import { isChanged, queryOf, viewHref } from "./view-query.ts";

describe("what a view keeps", () => {
  it("is filters and order, and nothing that is as always", () => {
    expect(queryOf(loadFilters("?state=failed&sort=-updated&view=1&other=2"))).toBe("state=failed&sort=-updated");
    expect(queryOf(loadFilters("?sort=name"))).toBe("");
  });

  it("has the groups, but not which of them are open", () => {
    expect(queryOf(loadFilters("?group=tag&open=shop"))).toBe("group=tag");
    expect(isChanged({ query: "group=tag" }, loadFilters("?group=set"))).toBe(true);
    expect(isChanged({ query: "group=tag" }, loadFilters("?group=tag&open=shop"))).toBe(false);
  });

  it("is compared by its meaning", () => {
    const view = { query: "tags=a&state=failed" };
    expect(isChanged(view, loadFilters("?state=failed&tags=a"))).toBe(false);
    expect(isChanged(view, loadFilters("?state=failed&tags=a&sort=type"))).toBe(true);
    expect(isChanged({ query: "broken&&=" }, loadFilters(""))).toBe(false);
  });

  it("is in the address", () => {
    expect(viewHref({ id: "7", query: "state=failed" })).toBe("/resources?state=failed&view=7");
    expect(viewHref({ id: "7", query: "" })).toBe("/resources?view=7");
  });
});
