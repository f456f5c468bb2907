import { execFile } from "node:child_process";
import { cp, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { writeNotices } from "../notices.ts";
import { COMMON_JS } from "./published-manifest.ts";

const run = promisify(execFile);

/** In declarations the compiler leaves `.ts` in place, which an installed package has not. */
const TS_IMPORT = /(from |import\()"(\.{1,2}\/[^"]+)\.ts"/g;

/** Package that the SDK takes from the workspace: it is put beside the SDK's own folders. */
const LANGUAGE = "language";
const LANGUAGE_IMPORT = /(from |import\()"@pragma\/language"/g;

/** The oldest engine of the package. */
const TARGET = "node20";

/** Compiles the SDK's sources with their declarations, and those of the language that they use. */
export async function compile(root: string, outDir: string): Promise<void> {
  const compiler = join(root, "node_modules/.bin/tsc");
  try {
    await run(compiler, ["-p", join(root, "packages/sdk/tsconfig.pack.json"), "--outDir", `${outDir}.packages`]);
  } catch (error) {
    const output = error instanceof Error && "stdout" in error ? String(error.stdout) : "";
    throw new Error(`packages/sdk does not compile:\n${output}`, { cause: error });
  }
  await rename(join(`${outDir}.packages`, "sdk/src"), outDir);
  await rename(join(`${outDir}.packages`, "language/src"), join(outDir, LANGUAGE));
  for (const file of await readdir(outDir, { recursive: true })) {
    if (!/\.(?:js|d\.ts)$/.test(file)) continue;
    const path = join(outDir, file);
    const text = await readFile(path, "utf8");
    const language = relative(dirname(file), `${LANGUAGE}/index.js`);
    const rewritten = text.replace(LANGUAGE_IMPORT, `$1"${language.startsWith(".") ? language : `./${language}`}"`);
    await writeFile(path, file.endsWith(".d.ts") ? rewritten.replace(TS_IMPORT, '$1"$2.js"') : rewritten);
  }
}

/** Puts the YAML library into the one file that uses it, and its license into the package. */
export async function inlineYaml(source: string, dist: string): Promise<void> {
  const file = "node/internal/yaml";
  const library = dirname(createRequire(join(source, "package.json")).resolve("yaml/package.json"));
  const { metafile } = await build({
    entryPoints: [join(dist, `${file}.js`)],
    outfile: join(dist, `${file}.js`),
    allowOverwrite: true,
    bundle: true,
    platform: "node",
    format: "esm",
    target: TARGET,
    minifySyntax: true,
    minifyWhitespace: true,
    alias: { yaml: join(library, "browser/dist/index.js") },
    metafile: true,
    absWorkingDir: source,
  });
  await writeNotices({ metafiles: [metafile] }, { workingDir: source, outdir: dist });
}

/** The same modules as CommonJS, in a folder of that kind; their declarations are the same, but for the kind. */
export async function addCommonJs(dist: string): Promise<void> {
  const folder = join(dist, "cjs");
  const files = await readdir(dist, { recursive: true });
  const ours = files.filter((file) => [...COMMON_JS, LANGUAGE].some((name) => file.startsWith(`${name}/`)));
  await build({
    entryPoints: ours.filter((file) => file.endsWith(".js")).map((file) => join(dist, file)),
    outdir: folder,
    outbase: dist,
    platform: "node",
    format: "cjs",
    target: TARGET,
  });
  for (const file of ours.filter((name) => /\.d\.ts$/.test(name))) {
    await cp(join(dist, file), join(folder, file));
  }
  await writeFile(join(folder, "package.json"), '{ "type": "commonjs" }\n');
}
