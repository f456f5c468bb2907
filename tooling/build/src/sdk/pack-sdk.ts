import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packFolder } from "../pack-folder.ts";
import { addCommonJs, compile, inlineYaml } from "./compile.ts";
import { type Manifest, publishedManifest } from "./published-manifest.ts";

/**
 * Packs `@pragma/sdk` as others install it: compiled for Node 20 and browsers, as ES modules and, but for what authors of
 * providers use, as CommonJS too, with types. It has no dependency; zod is an optional peer.
 *
 * @param root of the workspace
 * @param directory where the tarball goes
 * @returns the tarball's path, such as `…/pragma-sdk-0.1.0.tgz`.
 */
export async function packSdk(root: string, directory: string): Promise<string> {
  const source = join(root, "packages/sdk");
  const manifest: Manifest = JSON.parse(await readFile(join(source, "package.json"), "utf8"));
  const stage = await mkdtemp(join(tmpdir(), "pragma-sdk-"));
  try {
    const dist = join(stage, "dist");
    await compile(root, dist);
    await inlineYaml(source, dist);
    await addCommonJs(dist);
    await cp(join(source, "template"), join(stage, "template"), {
      recursive: true,
      filter: (path) => !path.includes("node_modules"),
    });
    await cp(join(source, "README.md"), join(stage, "README.md"));
    await cp(join(root, "LICENSE"), join(stage, "LICENSE"));
    await writeFile(join(stage, "package.json"), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
    return await packFolder(root, stage, directory);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}
