import { expect, it } from "vitest";
import { changesInput, isFiltered, loadChangeFilters, NO_CHANGE_FILTERS, statusesOf } from "./change-filters.ts";

const read = (query: string) => changesInput(loadChangeFilters(new URLSearchParams(query)));

it("opens on what was applied", () => {
  expect(read("")).toEqual({ view: "applied", limit: 50 });
  expect(read("view=all")).toEqual({ limit: 50 });
  expect(read("view=lost")).toEqual({ view: "applied", limit: 50 });
});

it("takes filters from the address, and ignores those that nothing can match", () => {
  const all = { view: "applied", status: ["failed"], set: "shop", actor: "Ada", limit: 50 };
  expect(read("status=failed&set=shop&by=Ada")).toEqual(all);
  expect(read("status=lost&set=Not%20a%20set&by=")).toEqual({ view: "applied", limit: 50 });
  expect(read("view=open&status=failed")).toEqual({ view: "open", limit: 50 });
  expect(read("view=all&status=discarded")).toEqual({ status: ["discarded"], limit: 50 });
  expect(statusesOf("open")).toEqual(["planned"]);
});

it("knows whether any applies", () => {
  expect(isFiltered({ view: "open", ...NO_CHANGE_FILTERS })).toBe(false);
  expect(isFiltered({ view: "all", ...NO_CHANGE_FILTERS, status: "planned" })).toBe(true);
  expect(isFiltered({ view: "applied", ...NO_CHANGE_FILTERS, by: "Ada" })).toBe(true);
});
