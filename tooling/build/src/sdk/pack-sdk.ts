import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** In declarations the compiler leaves `.ts` in place, which an installed package has not. */
const TS_IMPORT = /(from |import\()"(\.{1,2}\/[^"]+)\.ts"/g;

interface Manifest {
  name: string;
  version: string;
  exports: Record<string, string>;
  peerDependencies: Record<string, string>;
}

/**
 * Packs `@pragma/sdk` as authors outside install it: compiled for Node 20, with its types, without a dependency inside
 * the workspace; zod is an optional peer.
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
    await compile(root, join(stage, "dist"));
    await cp(join(source, "template"), join(stage, "template"), {
      recursive: true,
      filter: (path) => !path.includes("node_modules"),
    });
    await writeFile(join(stage, "package.json"), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
    const pnpm = join(root, "node_modules/.bin/pnpm");
    const packed = await run(pnpm, ["pack", "--json", "--pack-destination", resolve(directory)], { cwd: stage });
    return resolve(directory, JSON.parse(packed.stdout).filename);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

async function compile(root: string, outDir: string): Promise<void> {
  const compiler = join(root, "node_modules/.bin/tsc");
  try {
    await run(compiler, ["-p", join(root, "packages/sdk/tsconfig.pack.json"), "--outDir", outDir]);
  } catch (error) {
    const output = error instanceof Error && "stdout" in error ? String(error.stdout) : "";
    throw new Error(`packages/sdk does not compile:\n${output}`, { cause: error });
  }
  for (const file of await readdir(outDir, { recursive: true })) {
    if (!file.endsWith(".d.ts")) continue;
    const path = join(outDir, file);
    await writeFile(path, (await readFile(path, "utf8")).replace(TS_IMPORT, '$1"$2.js"'));
  }
}

/** The manifest of the installed package: what is source in the workspace is compiled there. */
function publishedManifest({ name, version, exports, peerDependencies }: Manifest) {
  const entries = Object.entries(exports).map(([entry, path]) => {
    const built = path.replace(/^\.\/src\//, "./dist/").replace(/\.ts$/, "");
    return [entry, { types: `${built}.d.ts`, default: `${built}.js` }];
  });
  return {
    name,
    version,
    description: "Write and test providers of Pragma",
    license: "Apache-2.0",
    type: "module",
    engines: { node: ">=20" },
    files: ["dist", "template"],
    sideEffects: false,
    exports: Object.fromEntries(entries),
    bin: { "pragma-conformance": "./dist/provider/testing/conformance/cli.js" },
    peerDependencies,
    peerDependenciesMeta: { zod: { optional: true } },
  };
}
