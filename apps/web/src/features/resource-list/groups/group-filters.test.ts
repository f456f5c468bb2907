import type { ListGrouping } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { listInput, loadFilters } from "../filters.ts";
import { groupFilters, groupLabel, groupsInput } from "./group-filters.ts";

const filters = loadFilters("?q=db&tags=b&sort=-updated&group=tag");
const both = { q: "db", tags: ["b"] };
const page = { sort: "-updated", first: 50, limit: 200 };

describe("the rows of a group", () => {
  it.each<[ListGrouping, string, object]>([
    ["type", "own/deep/type", { provider: "own", resource: "deep/type" }],
    ["state", "failed", { lifecycle_state: "failed" }],
    ["set", "shop", { set: "shop" }],
    ["set", "", { lacking: "set" }],
    ["tag", "a", { tags: ["a", "b"] }],
    ["tag", "b", {}],
    ["tag", "", { lacking: "tags" }],
  ])("by %s %s have its filter besides those of the list", (by, name, own) => {
    expect(listInput(groupFilters(filters, by, name))).toEqual({ ...both, ...page, ...own });
  });

  it("are counted under the filters of the list, whatever its order", () => {
    expect(groupsInput(filters, "tag")).toEqual({ ...both, by: "tag" });
  });
});

it("names what has no tag or set", () => {
  expect(groupLabel("", "tag")).toBe("No tag");
  expect(groupLabel("", "set")).toBe("No set");
  expect(groupLabel("shop", "set")).toBe("shop");
});
