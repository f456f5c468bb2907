import { expect, it } from "vitest";
import { escapeFiles, insertFiles } from "./insert-files.ts";

it("reads what was escaped as it was, at any depth", async () => {
  const config = { plain: "me@example.com", at: "@", deep: [{ once: "@everyone", twice: "@@everyone", number: 1 }] };

  const escaped = escapeFiles(config);
  expect(escaped).toEqual({ ...config, at: "@@", deep: [{ once: "@@everyone", twice: "@@@everyone", number: 1 }] });
  const faults: string[] = [];
  expect(await insertFiles(escaped, "/nowhere", (_path, message) => faults.push(message))).toEqual(config);
  expect(faults).toEqual([]);
});
