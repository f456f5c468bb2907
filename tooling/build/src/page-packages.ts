import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The `sources` of a map, those of its sections included. */
interface SourceMap {
  readonly sources?: readonly string[];
  readonly sections?: readonly { readonly map?: SourceMap }[];
}

/** How Turbopack names what lies in the workspace. */
const PROJECT = "turbopack:///[project]/";
const PACKAGE = /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//;
/** Packages bundled into Next, which come with manifests and licenses of its own. */
const INSIDE_NEXT = /^(.*\bnode_modules\/next\/dist\/compiled\/(?:@[^/]+\/)?[^/]+)\//;
const POINTER = /\n{0,2}\/[/*]# sourceMappingURL=[^\s*]+(?: ?\*\/)?\n?$/;

/**
 * The packages of which something is in what a build of Next hands to browsers. They are read from its source maps, which
 * are removed: nobody needs them in a browser, and they are five times what they describe.
 *
 * @param build the folder of the build, `.next`, made with `productionBrowserSourceMaps`
 * @returns folders, relative to the workspace
 * @throws Error if the build has no source maps
 */
export async function takePagePackages(build: string, root: string): Promise<string[]> {
  const folder = join(build, "static");
  const files = await readdir(folder, { recursive: true });
  const maps = files.filter((file) => file.endsWith(".map"));
  if (maps.length === 0) throw new Error(`${folder} has no source maps: what pages bundle cannot be told`);
  const found = new Set<string>();
  for (const map of maps) {
    for (const source of sourcesOf(JSON.parse(await readFile(join(folder, map), "utf8")) as SourceMap)) {
      if (!source.startsWith(PROJECT)) continue;
      const path = decodeURIComponent(source.slice(PROJECT.length));
      for (const place of [PACKAGE, INSIDE_NEXT]) {
        const packageFolder = place.exec(path)?.[1];
        // A map of a package's own may name what was never published.
        if (packageFolder && existsSync(join(root, packageFolder, "package.json"))) found.add(packageFolder);
      }
    }
    await rm(join(folder, map));
  }
  for (const file of files.filter((name) => /\.(?:js|css)$/.test(name))) await withoutPointer(join(folder, file));
  return [...found];
}

function sourcesOf({ sources = [], sections = [] }: SourceMap): readonly string[] {
  return [...sources, ...sections.flatMap(({ map }) => (map ? sourcesOf(map) : []))];
}

async function withoutPointer(file: string): Promise<void> {
  const text = await readFile(file, "utf8");
  const bare = text.replace(POINTER, "\n");
  if (bare !== text) await writeFile(file, bare);
}
