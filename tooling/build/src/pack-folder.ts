import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Packs the package in a folder as a registry would have it.
 *
 * @param root of the workspace
 * @param directory where the tarball goes
 * @returns the tarball's path
 */
export async function packFolder(root: string, folder: string, directory: string): Promise<string> {
  const pnpm = join(root, "node_modules/.bin/pnpm");
  const packed = await run(pnpm, ["pack", "--json", "--pack-destination", resolve(directory)], { cwd: folder });
  return resolve(directory, JSON.parse(packed.stdout).filename);
}
