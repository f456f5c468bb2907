import { expect, it } from "vitest";
import { isUuid, uuidOf } from "./uuid.ts";

const ID = "0198c2f0-7d5a-7cc3-b1f4-3f8a5e0c9d11";

it("an id is compared in small letters, and read in capitals from a path", () => {
  expect([isUuid(ID), isUuid(ID.toUpperCase()), isUuid(undefined)]).toEqual([true, false, false]);
  expect(uuidOf(ID.toUpperCase())).toBe(ID);
});

it.each([
  "",
  ID.slice(1),
  `${ID}0`,
  `${ID}\n`,
  ID.replaceAll("-", ""),
  `{${ID}}`,
  `urn:uuid:${ID}`,
  ID.replace("0", "g"),
])("%j is not one", (text) => {
  expect(uuidOf(text)).toBeUndefined();
  expect(isUuid(text)).toBe(false);
});
