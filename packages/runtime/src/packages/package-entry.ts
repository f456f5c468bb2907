import { existsSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";

const BUILT_ENTRY = "dist/index.js";
/** The conditions under which the host imports an entry, in the order they are preferred. */
const CONDITIONS = ["import", "node", "default"];

/**
 * The module that a package exports: its built one if there is one, else what `exports` or `main` names.
 *
 * @returns an absolute path inside the package, or null when there is no such file.
 */
export function packageEntry(directory: string, manifest: { exports?: unknown; main?: unknown }): string | null {
  const named = resolveExports(manifest.exports) ?? (typeof manifest.main === "string" ? manifest.main : "index.js");
  for (const candidate of [BUILT_ENTRY, named]) {
    const path = join(directory, candidate);
    const inside = relative(directory, path);
    if (!inside.startsWith("..") && !isAbsolute(inside) && existsSync(path)) return path;
  }
  return null;
}

function resolveExports(exports: unknown): string | null {
  if (typeof exports === "string") return exports;
  if (typeof exports !== "object" || exports === null) return null;
  const entries: Record<string, unknown> = { ...exports };
  if ("." in entries) return resolveExports(entries["."]);
  for (const condition of CONDITIONS) {
    const found = resolveExports(entries[condition]);
    if (found !== null) return found;
  }
  return null;
}
