import { afterAll, beforeAll, expect, it } from "vitest";
import { Reader } from "./support/reader.ts";

let reader: Reader;

beforeAll(async () => {
  reader = await Reader.create();
});

afterAll(() => reader?.remove());

it("the lines of the README work when pasted", async () => {
  await expect(reader.follow("README.md")).resolves.toBeUndefined();
});
