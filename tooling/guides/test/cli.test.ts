import { afterAll, beforeAll, expect, it } from "vitest";
import { Reader } from "./support/reader.ts";

/** npm gets what the template of a provider is tested with. */
const WITH_PACKAGES_MS = 300_000;

let reader: Reader;

beforeAll(async () => {
  reader = await Reader.create();
});

afterAll(() => reader?.remove());

it(
  "the guide to the command line works when pasted",
  async () => {
    await expect(reader.follow("docs/guides/cli.md", WITH_PACKAGES_MS - 10_000)).resolves.toBeUndefined();
  },
  WITH_PACKAGES_MS,
);
