import { existsSync, readFileSync, realpathSync } from "node:fs";
import { cp, mkdir, readlink, symlink } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { type Contents, PARTS_OF_PACKAGES } from "./contents.ts";

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

/** Files that no program reads. */
const LEFT_OUT = /\.(?:map|tsbuildinfo)$|\.test\.ts$/;

/**
 * Copies parts of the workspace with the packages that they find by name, and those that these need, at the same places: so
 * everything resolves as it does in the workspace. (`pnpm deploy` would put the workspace's TypeScript into `node_modules`,
 * where Node does not run it.)
 *
 * @param root of the workspace
 * @param target the folder that takes the place of `root`
 * @throws Error naming a package that is not installed
 */
export async function copyPackages(root: string, target: string, contents: Contents): Promise<void> {
  const copied = new Set<string>();
  for (const [folder, { files, dependencies = [] }] of Object.entries(contents)) {
    for (const file of ["package.json", ...files]) await copy(root, target, join(folder, file));
    for (const name of dependencies) await copyDependency(join(root, folder, "node_modules", name));
  }

  /** @param link where a package finds another: a link to where that lies, as pnpm makes them */
  async function copyDependency(link: string): Promise<void> {
    if (!existsSync(link)) throw new Error(`${relative(root, link)} is not installed`);
    const place = join(target, relative(root, link));
    const folder = realpathSync(link);
    if (folder !== link && !existsSync(place)) {
      await mkdir(dirname(place), { recursive: true });
      await symlink(await readlink(link), place);
    }
    // Parts of the workspace are listed themselves.
    if (!folder.includes(`${sep}node_modules${sep}`) || copied.has(folder)) return;
    copied.add(folder);
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
    const files = PARTS_OF_PACKAGES[manifest.name] ?? ["."];
    for (const file of files) {
      const path = join(relative(root, folder), file);
      if (existsSync(join(root, path))) await copy(root, target, path);
    }
    const beside = folder.slice(0, -manifest.name.length);
    for (const name of neededBy(manifest)) {
      // Optional packages may not be installed, and bundled ones lie inside of the package.
      if (existsSync(join(beside, name))) await copyDependency(join(beside, name));
    }
  }
}

/** Neither types, which nobody compiles against, nor what a package does without: TypeScript, for a configuration in it. */
function neededBy({ dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta }: Manifest): string[] {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  const names = [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers];
  return names.filter((name) => !name.startsWith("@types/"));
}

async function copy(root: string, target: string, path: string): Promise<void> {
  await cp(join(root, path), join(target, path), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !LEFT_OUT.test(source),
  });
}
