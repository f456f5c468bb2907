import { afterAll, beforeAll, expect, it } from "vitest";
import { Reader } from "./support/reader.ts";

let reader: Reader;

beforeAll(async () => {
  reader = await Reader.create();
});

afterAll(() => reader?.remove());

it("the quick start works when pasted", async () => {
  await expect(reader.follow("docs/guides/quick-start.md")).resolves.toBeUndefined();
});
