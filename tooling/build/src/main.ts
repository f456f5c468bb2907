import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { bundle } from "./bundle.ts";

/** `node tooling/build/src/main.ts [--external package]… entry.ts`, run in the package's folder. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { external: { type: "string", multiple: true, default: [] } },
});
const [entry] = positionals;
if (entry === undefined) throw new Error("usage: main.ts [--external package]… entry.ts");

const packageDir = process.cwd();
try {
  const written = await bundle({
    root: join(import.meta.dirname, "..", "..", ".."),
    packageDir,
    entry: resolve(packageDir, entry),
    external: values.external,
  });
  console.log(`dist: ${written.join(", ")}`);
} catch (error) {
  // esbuild has already said what is wrong, and where.
  if (!(error instanceof Error && "errors" in error)) throw error;
  process.exitCode = 1;
}
