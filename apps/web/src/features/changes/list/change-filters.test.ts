import { expect, it } from "vitest";
import { changesInput, isFiltered, loadChangeFilters, NO_CHANGE_FILTERS } from "./change-filters.ts";

it("takes filters from the address, and ignores those that nothing can match", () => {
  const read = (query: string) => changesInput(loadChangeFilters(new URLSearchParams(query)));
  expect(read("status=failed&set=shop")).toEqual({ status: "failed", set: "shop", limit: 50 });
  expect(read("status=lost&set=Not%20a%20set")).toEqual({ exceptStatus: "discarded", limit: 50 });
});

it("knows whether any applies", () => {
  expect(isFiltered(NO_CHANGE_FILTERS)).toBe(false);
  expect(isFiltered({ status: "planned", set: null })).toBe(true);
});
