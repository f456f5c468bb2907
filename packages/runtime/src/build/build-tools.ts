import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The programs and packages that a build uses, as paths outside the sandbox. */
export interface BuildTools {
  node: string;
  npm: string;
  /** A program, not a script. Null where there is none for this system. */
  pnpm: string | null;
  esbuild: string;
  esbuildBinary: string;
  zod: string;
  sdk: string;
  /** Path of the package by which the SDK reads manifests. */
  language: string;
  typescript: string;
  nodeTypes: string;
}

/**
 * Finds them among the dependencies of this package, from a checkout as well as from an app's bundle.
 *
 * @throws Error naming what is not installed
 */
export function findBuildTools(): BuildTools {
  // An app that bundles this file depends on the package; its dependencies are found from there.
  const own = createRequire(createRequire(import.meta.url).resolve("@pragma/runtime/package.json"));
  const target = `${process.platform}-${process.arch}`;
  const esbuild = own.resolve("esbuild/package.json");
  const sdk = packageFolder(own.resolve("@pragma/sdk/provider"));
  return {
    node: realpathSync(process.execPath),
    npm: packageFolder(own.resolve("npm/package.json")),
    pnpm: findPnpm(realpathSync(own.resolve("pnpm/package.json")), target),
    esbuild: packageFolder(esbuild),
    esbuildBinary: realpathSync(createRequire(realpathSync(esbuild)).resolve(`@esbuild/${target}/bin/esbuild`)),
    zod: packageFolder(own.resolve("zod/package.json")),
    sdk,
    language: packageFolder(createRequire(join(sdk, "package.json")).resolve("@pragma/language")),
    typescript: packageFolder(own.resolve("typescript/package.json")),
    nodeTypes: packageFolder(own.resolve("@types/node/package.json")),
  };
}

function packageFolder(path: string): string {
  let folder = dirname(realpathSync(path));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

function findPnpm(manifest: string, target: string): string | null {
  for (const name of [target, `${target}-musl`]) {
    try {
      return join(dirname(createRequire(manifest).resolve(`@pnpm/exe.${name}/package.json`)), "pnpm");
    } catch {
      // The package of another system is not installed.
    }
  }
  return null;
}
