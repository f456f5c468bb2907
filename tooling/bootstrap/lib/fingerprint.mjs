import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT_FILES = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", ".npmrc"];

/** Folders of packages, and packages at the top. */
const GROUPS = ["apps", "packages", "providers", "tooling"];
const SINGLES = ["bench", "e2e"];

/**
 * A hash of all that an installation depends on. While it stays the same, there is nothing to install.
 *
 * @param {string} root
 * @returns {string}
 */
export function installFingerprint(root) {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}\0`);
  for (const file of manifests(root))
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  return hash.digest("hex");
}

/** @param {string} root */
function manifests(root) {
  const packages = GROUPS.flatMap((group) =>
    existsSync(join(root, group)) ? readdirSync(join(root, group)).map((name) => `${group}/${name}`) : [],
  );
  const files = [...packages, ...SINGLES].map((folder) => `${folder}/package.json`).sort();
  return [...ROOT_FILES, ...files].filter((file) => existsSync(join(root, file)));
}
