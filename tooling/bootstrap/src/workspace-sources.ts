import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** Folders of packages that a program can be made of. */
const GROUPS = ["apps", "packages", "providers"];

/** Sources that the start of a dashboard loads; Next reloads the rest of it by itself. */
const WEB_PROGRAM = /^apps\/web\/src\/(main\.ts|server\/)/;

interface Manifest {
  readonly name: string;
  readonly dependencies?: Record<string, string>;
}

/**
 * Says which apps run a source file, from the `dependencies` of the workspace's packages.
 *
 * @param root of the workspace
 * @param apps names of folders in `apps`
 * @returns a function of a file's absolute path; it returns none for tests and for what is not a source
 */
export async function appsBySource(root: string, apps: readonly string[]): Promise<(file: string) => string[]> {
  const packages = await readPackages(root);
  const reached = new Map(apps.map((app) => [app, closure(packages, `apps/${app}`)]));
  return (file) => {
    const path = relative(root, file).split(sep).join("/");
    if (!/\/src\/.*\.(ts|tsx|json)$/.test(path) || /\.test\.tsx?$/.test(path)) return [];
    if (path.startsWith("apps/web/") && !WEB_PROGRAM.test(path)) return [];
    const folder = path.split("/").slice(0, 2).join("/");
    return apps.filter((app) => reached.get(app)?.has(folder));
  };
}

/** The manifests by folder, such as `packages/core`. */
async function readPackages(root: string): Promise<Map<string, Manifest>> {
  const packages = new Map<string, Manifest>();
  for (const group of GROUPS) {
    for (const name of await readdir(join(root, group)).catch(() => [])) {
      const text = await readFile(join(root, group, name, "package.json"), "utf8").catch(() => null);
      if (text !== null) packages.set(`${group}/${name}`, JSON.parse(text) as Manifest);
    }
  }
  return packages;
}

function closure(packages: ReadonlyMap<string, Manifest>, folder: string): Set<string> {
  const folders = new Map([...packages].map(([path, { name }]) => [name, path]));
  const found = new Set([folder]);
  // A Set is walked in order of insertion, what is added meanwhile included.
  for (const path of found) {
    for (const name of Object.keys(packages.get(path)?.dependencies ?? {})) {
      const dependency = folders.get(name);
      if (dependency !== undefined) found.add(dependency);
    }
  }
  return found;
}
