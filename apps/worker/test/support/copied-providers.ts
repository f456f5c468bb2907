import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** A folder with copies of provider packages, removed after the test. Without packages it ships nothing. */
export function copiedProviders(...packages: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "pragma-providers-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const path of packages) cpSync(path, join(folder, path.slice(path.lastIndexOf("/") + 1)), { recursive: true });
  // Above the packages, as the workspace's is above theirs.
  symlinkSync(MODULES, join(folder, "node_modules"));
  return folder;
}
