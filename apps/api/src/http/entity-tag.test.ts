import { describe, expect, it } from "vitest";
import { matchesEntityTag, parseEntityTags } from "./entity-tag.ts";

describe("parseEntityTags", () => {
  it("reads a list, commas inside of tags included", () => {
    expect(parseEntityTags('"a,b" , "c"', "If-Match")).toEqual(['"a,b"', '"c"']);
  });

  it("leaves weak tags out of If-Match, which compares strongly", () => {
    expect(parseEntityTags('W/"a", "b"', "If-Match")).toEqual(['"b"']);
    expect(parseEntityTags('W/"a"', "If-Match")).toEqual([]);
  });

  it("tells any from none", () => {
    expect(parseEntityTags(" * ", "If-Match")).toBe("*");
    expect(parseEntityTags(undefined, "If-Match")).toBeUndefined();
  });

  it.each(["a", '"a" "b"', '"a', "*, *", 'w/"a"'])("refuses %s", (header) => {
    expect(() => parseEntityTags(header, "If-Match")).toThrow(/entity tags/);
  });
});

describe("matchesEntityTag", () => {
  it.each([
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ["*", true],
    ['"b"', false],
    [undefined, false],
  ])("of %s is %s", (header, expected) => {
    expect(matchesEntityTag(header, '"a"')).toBe(expected);
  });
});
