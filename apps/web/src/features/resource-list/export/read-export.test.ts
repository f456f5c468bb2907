import { describe, expect, it } from "vitest";
import { readExport } from "./read-export.ts";

const read = (query: string) => readExport(new URLSearchParams(query));

describe("the address of an export", () => {
  it("has a format and the filters of the list", () => {
    expect(read("format=csv&type=item&tags=b&tags=a&sort=-name")).toEqual({
      format: "csv",
      filter: { resource: "item", tags: ["a", "b"] },
    });
  });

  it.each([
    ["format=xml", "Export as csv, json or yaml"],
    ["format=csv&q=a%00", "The filter q must not contain control characters"],
    ["format=csv&provider=%00", "The filter provider must not contain control characters"],
  ])("is refused before anything is read: %s", (query, problem) => {
    expect(read(query)).toEqual({ problem });
  });
});
