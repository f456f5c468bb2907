import { expect, it } from "vitest";
import { readTags } from "./read-tags.ts";

it("finds each tag once, without the space around it", () => {
  expect(readTags(" shop, team:a ,,shop,two words ")).toEqual(["shop", "team:a", "two words"]);
  expect(readTags(" , ")).toEqual([]);
});
