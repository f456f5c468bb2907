import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

/** The release whose private tables `enqueue_job` writes. Raise it only after reading what has changed in them. */
const KNOWN_VERSION = "0.18.0";

/** `version` of the package that a module in this folder would load. */
function installedVersion(): string {
  const entry = createRequire(import.meta.url).resolve("graphile-worker");
  const manifest = join(dirname(entry), "..", "package.json");
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}

describe("the queue's version", () => {
  it("is pinned exactly, and matches the installed one", () => {
    const workspace = parse(readFileSync(new URL("../../../pnpm-workspace.yaml", import.meta.url), "utf8")) as {
      catalog: Record<string, string>;
    };
    expect(workspace.catalog["graphile-worker"]).toBe(KNOWN_VERSION);
    expect(installedVersion()).toBe(KNOWN_VERSION);
  });
});
