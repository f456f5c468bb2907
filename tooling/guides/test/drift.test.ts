import { rm } from "node:fs/promises";
import { providerFolder } from "@pragma/testing/provider-folder";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Reader } from "./support/reader.ts";

const PATIENCE = 120_000;

let folder: string;
let reader: Reader;

beforeAll(async () => {
  folder = await providerFolder();
  reader = await Reader.create({ PRAGMA_PROVIDER_FOLDERS: `fs=${folder}` });
});

afterAll(async () => {
  await reader?.remove();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

it("docs/guides/drift.md works when pasted", { timeout: PATIENCE + 10_000 }, async () => {
  await expect(reader.follow("docs/guides/drift.md", PATIENCE, [[/\/srv\/files/g, folder]])).resolves.toBeUndefined();
});
