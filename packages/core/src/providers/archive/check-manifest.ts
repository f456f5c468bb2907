import { archiveIssue } from "./archive-issue.ts";
import type { ReadArchive } from "./archive-reader.ts";
import type { ArchiveTree } from "./archive-tree.ts";

const MANIFEST = "package.json";
/** The files that the bundler tries for a name without an extension. */
const EXTENSIONS = ["", ".ts", ".mts", ".js", ".mjs", ".cjs", "/index.ts", "/index.js"];
/** In the bundler's order of preference. */
const CONDITIONS = ["import", "node", "default", "require"];
const NETWORKS = ["host", "none"];

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Checks that an archive is a package of this provider: contract section 8. Its root, or the single folder that
 * contains everything, must have a `package.json` with `pragma.provider` and an entry.
 * @throws DomainError validation_failed
 */
export function checkManifest({ tree, manifests }: ReadArchive, provider: string): void {
  const root = tree.hasFile(MANIFEST) ? "" : `${tree.topFolder() ?? ""}/`.replace(/^\/$/, "");
  const path = `${root}${MANIFEST}`;
  const bytes = manifests.get(path);
  if (!bytes) {
    throw archiveIssue("there is no package.json, at the root or in a single folder", "manifest_missing", MANIFEST);
  }
  const manifest = parse(bytes, path);
  const pragma = asObject(manifest["pragma"]);
  if (typeof pragma?.["provider"] !== "string") {
    throw archiveIssue(
      `package.json must have "pragma": {"provider": "${provider}"}`,
      "missing",
      path,
      "pragma",
      "provider",
    );
  }
  if (pragma["provider"] !== provider) {
    const msg = `the package is the provider ${JSON.stringify(pragma["provider"].slice(0, 100))}, but was pushed as ${JSON.stringify(provider)}`;
    throw archiveIssue(msg, "provider_mismatch", path, "pragma", "provider");
  }
  const { network } = pragma;
  if (network !== undefined && !NETWORKS.includes(network as string)) {
    throw archiveIssue('must be "host" or "none"', "enum", path, "pragma", "network");
  }
  checkEntry(tree, root, path, manifest);
}

function parse(bytes: Buffer, path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch {
    throw archiveIssue("is not valid JSON in UTF-8", "json_invalid", path);
  }
  const manifest = asObject(value);
  if (!manifest) throw archiveIssue("must be a JSON object", "json_invalid", path);
  return manifest;
}

/** The entry that `exports` or `main` names must be in the archive: nothing builds it before the platform does. */
function checkEntry(tree: ArchiveTree, root: string, path: string, manifest: Record<string, unknown>): void {
  const field = manifest["exports"] === undefined ? "main" : "exports";
  const named = field === "exports" ? exported(manifest["exports"]) : (manifest["main"] ?? "index");
  if (typeof named !== "string") {
    throw archiveIssue(`${field} names no module for the package itself`, "entry_missing", path, field);
  }
  const entry = named.replace(/^(\.?\/)+/, "");
  const there = EXTENSIONS.some((extension) => tree.hasFile(`${root}${entry}${extension}`));
  if (there || tree.hasFile(`${root}dist/index.js`)) return;
  const msg =
    manifest[field] === undefined
      ? "package.json names no entry in exports or main, and there is no index.js"
      : `the entry ${JSON.stringify(named.slice(0, 200))} is not in the archive`;
  throw archiveIssue(msg, "entry_missing", path, field);
}

function exported(exports: unknown): unknown {
  if (typeof exports === "string") return exports;
  if (Array.isArray(exports)) return exports.map(exported).find((found) => typeof found === "string");
  const entries = asObject(exports);
  if (!entries) return undefined;
  if (Object.hasOwn(entries, ".")) return exported(entries["."]);
  return CONDITIONS.filter((condition) => Object.hasOwn(entries, condition))
    .map((condition) => exported(entries[condition]))
    .find((found) => typeof found === "string");
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
