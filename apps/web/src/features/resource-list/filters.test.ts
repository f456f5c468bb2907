import { createSerializer } from "nuqs/server";
import { describe, expect, it } from "vitest";
import { activeFilters, FILTER_PARSERS, type ListFilters, listInput, loadFilters } from "./filters.ts";

const NONE: ListFilters = { q: null, provider: null, type: null, state: null, set: null, tags: [] };
const serialize = createSerializer(FILTER_PARSERS);

describe("filters and the address", () => {
  it.each<[string, Partial<ListFilters>]>([
    ["", {}],
    ["?q=shop+db", { q: "shop db" }],
    ["?provider=postgres&type=database", { provider: "postgres", type: "database" }],
    ["?state=failed", { state: "failed" }],
    ["?tags=team%3Ashop&tags=a,b", { tags: ["team:shop", "a,b"] }],
  ])("%s means the same after a round trip", (address, filters) => {
    expect(loadFilters(address)).toEqual({ ...NONE, ...filters });
    expect(loadFilters(serialize({ ...NONE, ...filters }))).toEqual({ ...NONE, ...filters });
  });

  it("ignores a state that does not exist", () => {
    expect(loadFilters("?state=broken")).toEqual(NONE);
  });
});

describe("listInput", () => {
  it("asks for what is set and nothing else", () => {
    expect(listInput(NONE)).toEqual({ limit: 200 });
    expect(listInput({ q: "  ", provider: "", type: "", state: null, set: null, tags: [""] })).toEqual({ limit: 200 });
    expect(listInput({ q: " x ", provider: "p", type: "t", state: "ready", set: null, tags: ["b", "a", "b"] })).toEqual(
      {
        q: "x",
        provider: "p",
        resource: "t",
        lifecycle_state: "ready",
        tags: ["a", "b"],
        limit: 200,
      },
    );
  });
});

describe("activeFilters", () => {
  it("names each with what is left without it", () => {
    expect(activeFilters({ q: "x", provider: "p", type: "t", state: "ready", set: null, tags: ["a", "b"] })).toEqual([
      { id: "q", label: "Text", value: "x", without: { q: null } },
      { id: "provider", label: "Provider", value: "p", without: { provider: null, type: null } },
      { id: "type", label: "Type", value: "t", without: { type: null } },
      { id: "state", label: "State", value: "ready", without: { state: null } },
      { id: "tag a", label: "Tag", value: "a", without: { tags: ["b"] } },
      { id: "tag b", label: "Tag", value: "b", without: { tags: ["a"] } },
    ]);
  });

  it("says nothing when nothing is set", () => {
    expect(activeFilters(NONE)).toEqual([]);
    expect(activeFilters({ ...NONE, q: " " })).toEqual([]);
  });
});
