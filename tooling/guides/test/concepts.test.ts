import { afterAll, beforeAll, expect, it } from "vitest";
import { Reader } from "./support/reader.ts";

let reader: Reader;

beforeAll(async () => {
  // As many attempts as the guide tells of, without its delays.
  reader = await Reader.create({ PRAGMA_MAX_ATTEMPTS: "5", PRAGMA_RETRY_BASE_DELAY_MS: "1" });
});

afterAll(() => reader?.remove());

it("the concepts are what the guide shows", async () => {
  await expect(reader.follow("docs/guides/concepts.md")).resolves.toBeUndefined();
});
