import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { watchSources } from "./watch-sources.ts";

let folder: string;
let seen: string[][];
let end: () => Promise<void>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "watch-"));
  await mkdir(join(folder, "deep"));
  await writeFile(join(folder, "deep/a.ts"), "1");
  seen = [];
  end = await watchSources([folder], (files) => seen.push(files));
});

afterEach(async () => {
  await end();
  await rm(folder, { recursive: true });
});

it("sees a file change each time that an editor replaces it", async () => {
  const file = join(folder, "deep/a.ts");
  const replace = async (text: string) => {
    await writeFile(`${folder}.new`, text);
    await rename(`${folder}.new`, file);
  };
  for (const [index, text] of ["2", "3", "4"].entries()) {
    await replace(text);
    await expect.poll(() => seen.length).toBeGreaterThan(index);
  }
  expect(new Set(seen.flat())).toEqual(new Set([file]));
});
