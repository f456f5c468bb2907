import { describe, expect, it } from "vitest";
import { EVERY_PROVIDER, includesPushed, includesShipped, parseProviderScope } from "./provider-scope.ts";

const [ACME, OTHER] = ["0198c2f0-7d5a-7cc3-b1f4-3f8a5e0c9d11", "0198c2f0-7d5a-7cc3-b1f4-3f8a5e0c9d12"];

describe("the providers that a worker may run", () => {
  it.each(["", " , "])("are all by default (%j)", (text) => {
    expect(parseProviderScope(text)).toEqual(EVERY_PROVIDER);
  });

  it.each([
    ["fs", true, false, false],
    ["*", true, false, false],
    ["http", false, false, false],
    ["*/*", false, true, true],
    [`${ACME}/*`, false, true, false],
    [`${ACME}/fs, http`, false, true, false],
    ["*/http", false, false, false],
    ["pragma", false, false, false],
  ])("are those of %s", (text, shipped, pushed, byOther) => {
    const scope = parseProviderScope(text);
    expect([
      includesShipped(scope, "fs"),
      includesPushed(scope, ACME, "fs"),
      includesPushed(scope, OTHER, "fs"),
    ]).toEqual([shipped, pushed, byOther]);
  });

  it.each(["acme/fs", "Fs", "/fs", "fs/", "a/b/c", "a".repeat(64)])("are not %s", (text) => {
    expect(() => parseProviderScope(text)).toThrow(`"${text}" must look like fs`);
  });
});
