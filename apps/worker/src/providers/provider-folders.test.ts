import type { ProviderLaunch } from "@pragma/runtime";
import { describe, expect, it } from "vitest";
import { foldersOf, parseProviderFolders } from "./provider-folders.ts";

const [FIRST, OTHER] = ["0198c2f0-7d5a-7cc3-b1f4-3f8a5e0c9d11", "0198c2f0-7d5a-7cc3-b1f4-3f8a5e0c9d12"];

function opened(text: string, organizationId: string, version = "0.1.0", first: string | null = FIRST): string[] {
  const artefact = { providerId: "fs", version, entryPath: "/fs/index.js", network: "none" as const };
  const launch: ProviderLaunch = { organizationId, artefact, maxMessageBytes: 1 };
  return foldersOf(parseProviderFolders(text), launch, first).map(({ path }) => path);
}

describe("a folder that the operator opens", () => {
  it("is for the first organization, for the one that is named, or for all", () => {
    const text = `fs=/first, ${OTHER}/fs=/other, */fs=/all, http=/else`;
    expect(opened(text, FIRST)).toEqual(["/first", "/all"]);
    expect(opened(text, OTHER)).toEqual(["/other", "/all"]);
    expect(opened(text, OTHER, "0.1.0", null)).toEqual(["/other", "/all"]);
  });

  it("is never for a provider that was pushed", () => {
    expect(opened("fs=/first,*/fs=/all", FIRST, "20261125.093000")).toEqual([]);
  });

  it.each(["fs", "fs=relative", "acme/fs=/srv", "=/srv"])("is refused as %s", (text) => {
    expect(() => parseProviderFolders(text)).toThrow(`"${text}" must look like fs=/srv/files`);
  });
});
