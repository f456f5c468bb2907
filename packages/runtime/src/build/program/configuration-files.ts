import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Files through which a source could configure the package managers, or hook into them. Some run code (`.pnpmfile.cjs`,
 * plugins that `.yarnrc.yml` names), some name registries or read variables of the environment (`.npmrc`).
 */
const CONFIGURATION =
  /^(\.npmrc|\.pnpmrc|\.yarn|\.yarnrc(\..*)?|\.?pnpmfile\..*|\.?bunfig\.toml|\.pnp\..*|pnpm-workspace\.ya?ml|\.corepack\.env)$/i;

/**
 * Removes them, at any depth.
 *
 * @returns their paths in the source, in order.
 */
export async function removeConfiguration(source: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(source, { withFileTypes: true, recursive: true })) {
    if (CONFIGURATION.test(entry.name)) found.push(join(entry.parentPath, entry.name));
  }
  for (const path of found) await rm(path, { recursive: true, force: true });
  return found.map((path) => path.slice(source.length + 1)).sort();
}
