import { chmod, cp, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { writeNotices } from "../notices.ts";
import { packSdk } from "../sdk/pack-sdk.ts";

/** The oldest engine of the package. */
const TARGET = "node20";

/** CommonJS dependencies call `require`, which ESM has not. */
const REQUIRE =
  'import { createRequire as __pragmaCreateRequire } from "node:module"; const require = __pragmaCreateRequire(import.meta.url);';

/**
 * Bundles the CLI with all it needs into a folder, which is empty then but for that: `pragma.js`, which is small, and chunks that are loaded when a command
 * needs them. Beside them lie the licenses of what is bundled, and what `providers init` copies: the template, and the SDK as a
 * tarball.
 */
export async function bundleCli(root: string, packageDir: string, outdir = join(packageDir, "dist")): Promise<void> {
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: [join(packageDir, "src/pragma.ts")],
    outdir,
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    platform: "node",
    target: TARGET,
    format: "esm",
    minifySyntax: true,
    minifyWhitespace: true,
    // Only what is CommonJS itself needs `require`; it costs a fifth of a millisecond.
    banner: { js: REQUIRE },
    // The same library as ES modules: of CommonJS, `import()` gives no names in a bundle.
    alias: {
      yaml: join(
        dirname(createRequire(join(packageDir, "package.json")).resolve("yaml/package.json")),
        "browser/dist/index.js",
      ),
    },
    logLevel: "warning",
    metafile: true,
    absWorkingDir: root,
  });
  await writeNotices({ metafiles: [metafile] }, { workingDir: root, outdir });
  await chmod(join(outdir, "pragma.js"), 0o755);
  await cp(join(root, "packages/sdk/template"), join(outdir, "template"), {
    recursive: true,
    filter: (path) => !path.includes("node_modules"),
  });
  await mkdir(join(outdir, "sdk"), { recursive: true });
  await packSdk(root, join(outdir, "sdk"));
}
