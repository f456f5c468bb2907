import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { bundle } from "./bundle.ts";
import { takePagePackages } from "./page-packages.ts";

/**
 * `node tooling/build/src/main.ts [--external package]… [--pages .next] [--font package]… [--outdir dist]
 * entry.ts…`, run in the package's folder. Pages and fonts are passed on beside the bundle: their licenses go with it.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    external: { type: "string", multiple: true, default: [] },
    outdir: { type: "string", default: "dist" },
    pages: { type: "string" },
    font: { type: "string", multiple: true, default: [] },
  },
});
if (positionals.length === 0) throw new Error("usage: main.ts [--external package]… entry.ts…");

const packageDir = process.cwd();
const root = join(import.meta.dirname, "..", "..", "..");
try {
  const pages = values.pages === undefined ? [] : await takePagePackages(resolve(packageDir, values.pages), root);
  const fonts = values.font.map((name) => relative(root, join(packageDir, "node_modules", name)));
  const written = await bundle({
    root,
    outdir: resolve(packageDir, values.outdir),
    entries: positionals.map((entry) => resolve(packageDir, entry)),
    external: values.external,
    packages: [...pages, ...fonts],
  });
  console.log(`${values.outdir}: ${written.join(", ")}`);
} catch (error) {
  // esbuild has already said what is wrong, and where.
  if (!(error instanceof Error && "errors" in error)) throw error;
  process.exitCode = 1;
}
