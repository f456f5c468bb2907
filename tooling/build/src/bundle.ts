import { readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import { outputName, rewriteFileUrls } from "./file-urls.ts";
import { writeNotices } from "./notices.ts";

export interface BundleOptions {
  /** Root of the workspace. */
  readonly root: string;
  /** The folder that is written, and emptied first. Absolute. */
  readonly outdir: string;
  /** Absolute; of `src/main.ts` comes `main.js`. */
  readonly entries: readonly string[];
  /** Packages left to `node_modules`: those that read files of their own at run time. */
  readonly external: readonly string[];
  /** Folders of packages that are passed on beside the bundle: in pages, say. Relative to the root. */
  readonly packages?: readonly string[];
}

/** CommonJS dependencies call `require`, which ESM has not; the names are unlikely enough not to meet theirs. */
const REQUIRE =
  'import { createRequire as __pragmaCreateRequire } from "node:module"; const require = __pragmaCreateRequire(import.meta.url);';

/**
 * Bundles entries for Node 24 into a folder, ESM with source maps, and beside it each program that the
 * sources start by `new URL("./program.ts", import.meta.url)`, as one file each, and the licenses of what is in them.
 *
 * @returns the names of the programs written.
 */
export async function bundle(options: BundleOptions): Promise<string[]> {
  const { outdir, entries } = options;
  await rm(outdir, { recursive: true, force: true });
  const waiting = new Map(entries.map((entry) => [entry, basename(entry, ".ts")]));
  const written: string[] = [];
  const metafiles: Metafile[] = [];
  for (const [entry, name] of waiting) {
    const metafile = await bundleOne(entry, join(outdir, `${name}.js`), options, (program) => {
      // A Map is walked in order of insertion, what is added meanwhile included.
      if (!waiting.has(program)) waiting.set(program, outputName(program, options.root));
    });
    metafiles.push(metafile);
    written.push(`${name}.js`);
  }
  await writeNotices({ metafiles, packages: options.packages ?? [] }, { workingDir: options.root, outdir });
  return written;
}

async function bundleOne(
  entry: string,
  outfile: string,
  options: BundleOptions,
  onProgram: (path: string) => void,
): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    sourcemap: "linked",
    // Names stay as written unless two files use the same one. Keeping those as well would define a property on each
    // closure as it is made: a twentieth of what a request costs.
    keepNames: false,
    banner: { js: REQUIRE },
    // Native add-ons lie beside the bundle: their packages are not dependencies of the app, so it could not resolve them.
    loader: { ".node": "copy" },
    assetNames: "[name]",
    external: ["pg-native", ...options.external],
    absWorkingDir: options.root,
    logLevel: "warning",
    metafile: true,
    plugins: [fileUrls(options.root, onProgram)],
  });
  return metafile;
}

function fileUrls(root: string, onProgram: (path: string) => void): Plugin {
  return {
    name: "file-urls",
    setup(context) {
      context.onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
        if (path.includes("/node_modules/")) return null;
        const { text, programs } = rewriteFileUrls(await readFile(path, "utf8"), path, root);
        for (const program of programs) onProgram(program);
        return { contents: text, loader: "ts" };
      });
    },
  };
}
