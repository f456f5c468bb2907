import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleCli } from "../cli/bundle-cli.ts";
import { packFolder } from "../pack-folder.ts";

/**
 * Packs the command line and the SDK as `pragma-cli.tgz` and `pragma-sdk.tgz`: what an installation hands out, so that both
 * can be installed where there is npm and nothing else (docs/adr/0034). Neither has a dependency.
 *
 * @param root of the workspace
 * @param directory where they go; what was in it is gone
 */
export async function packPackages(root: string, directory: string): Promise<void> {
  const source = join(root, "packages/cli");
  const stage = await mkdtemp(join(tmpdir(), "pragma-cli-"));
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  try {
    await bundleCli(root, source, join(stage, "dist"));
    await copyFile(join(root, "LICENSE"), join(stage, "LICENSE"));
    const {
      private: _,
      scripts,
      devDependencies,
      ...manifest
    } = JSON.parse(await readFile(join(source, "package.json"), "utf8"));
    await writeFile(join(stage, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    await rename(await packFolder(root, stage, directory), join(directory, "pragma-cli.tgz"));
    const [sdk = ""] = await readdir(join(stage, "dist/sdk"));
    await copyFile(join(stage, "dist/sdk", sdk), join(directory, "pragma-sdk.tgz"));
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}
