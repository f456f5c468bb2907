import { createSerializer } from "nuqs/server";
import { describe, expect, it } from "vitest";
import { activeFilters, FILTER_PARSERS, type ListFilters, listInput, loadFilters } from "./filters.ts";

const NONE: ListFilters = {
  ...{ q: null, provider: null, type: null, connection: null, state: null, drift: null, set: null, tags: [] },
  ...{ sort: "name", group: null, columns: null, density: null },
};
const serialize = createSerializer(FILTER_PARSERS);

describe("filters and the address", () => {
  it.each<[string, Partial<ListFilters>]>([
    ["", {}],
    ["?q=shop+db", { q: "shop db" }],
    ["?provider=postgres&type=database", { provider: "postgres", type: "database" }],
    ["?connection=postgres/connection/main", { connection: "postgres/connection/main" }],
    ["?state=failed", { state: "failed" }],
    ["?drift=missing", { drift: "missing" }],
    ["?connection=postgres/connection/main", { connection: "postgres/connection/main" }],
    ["?tags=team%3Ashop&tags=a,b", { tags: ["team:shop", "a,b"] }],
    ["?sort=-updated", { sort: "-updated" }],
    ["?group=tag&sort=-name", { group: "tag", sort: "-name" }],
    ["?columns=type,set&density=compact", { columns: ["type", "set"], density: "compact" }],
  ])("%s means the same after a round trip", (address, filters) => {
    expect(loadFilters(address)).toEqual({ ...NONE, ...filters });
    expect(loadFilters(serialize({ ...NONE, ...filters }))).toEqual({ ...NONE, ...filters });
  });

  it("ignores a state, an order and a grouping that do not exist", () => {
    expect(loadFilters("?state=broken&sort=-broken&group=broken")).toEqual(NONE);
  });
});

describe("an address that filters by what nothing can have", () => {
  it("asks for that, so that it does not show everything under a filter", () => {
    const filters = loadFilters("?set=payments.&state=failed");
    expect(activeFilters(filters).map(({ label, value }) => `${label}: ${value}`)).toEqual([
      "State: failed",
      "Set: payments.",
    ]);
    expect(listInput(filters)).toMatchObject({ set: "payments.", lifecycle_state: "failed" });
  });

  it("is one without a filter where it names nothing", () => {
    expect(loadFilters("?tags=&tags=a")).toEqual({ ...NONE, tags: ["a"] });
  });
});

describe("a connection", () => {
  const filters = loadFilters("?provider=postgres&connection=postgres/connection/main");

  it("is asked for, and can be removed alone", () => {
    expect(listInput(filters)).toMatchObject({ connection: "postgres/connection/main" });
    expect(activeFilters(filters).find(({ id }) => id === "connection")).toEqual({
      ...{ id: "connection", label: "Connection", value: "postgres/connection/main" },
      without: { connection: null },
    });
  });
});

describe("listInput", () => {
  it("asks for what is set and nothing else", () => {
    expect(listInput(NONE)).toEqual({ sort: "name", first: 50, limit: 200 });
    expect(listInput({ ...NONE, q: "  ", provider: "", type: "", tags: [] })).toEqual({
      sort: "name",
      first: 50,
      limit: 200,
    });
    const all = { ...NONE, q: " x ", provider: "p", type: "t", state: "ready", tags: ["b", "a", "b"] } as const;
    expect(listInput({ ...all, tags: [...all.tags], sort: "-state" })).toEqual({
      q: "x",
      provider: "p",
      resource: "t",
      lifecycle_state: "ready",
      tags: ["a", "b"],
      sort: "-state",
      first: 50,
      limit: 200,
    });
  });
});

describe("activeFilters", () => {
  it("names each with what is left without it", () => {
    const all: ListFilters = { ...NONE, q: "x", provider: "p", type: "t", state: "ready", tags: ["a", "b"] };
    expect(activeFilters(all)).toEqual([
      { id: "q", label: "Search", value: "x", without: { q: null } },
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
