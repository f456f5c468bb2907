import { afterAll, beforeAll, expect, it } from "vitest";
import { Reader } from "./support/reader.ts";

let reader: Reader;

beforeAll(async () => {
  reader = await Reader.create();
});

afterAll(() => reader?.remove());

it("the API answers curl as the guide shows", async () => {
  await expect(reader.follow("docs/guides/rest.md")).resolves.toBeUndefined();
});
