import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as Esbuild from "esbuild";
import { type BuildTools, stepProgramSource } from "./build-tools.ts";

let bundled: Promise<string> | null = null;

/**
 * Puts the program of the build's own steps into a folder, as one file: a sandbox has none of the platform's packages.
 *
 * @returns its path
 */
export async function writeStepProgram(folder: string, tools: BuildTools): Promise<string> {
  const source = stepProgramSource();
  if (!source.endsWith(".ts")) return source;
  bundled ??= bundleSource(source, tools);
  // A failure is not kept: the disk may have been full.
  bundled.catch(() => {
    bundled = null;
  });
  const path = join(folder, "build.mjs");
  await writeFile(path, await bundled);
  return path;
}

async function bundleSource(source: string, tools: BuildTools): Promise<string> {
  // By its path: bundled into an app, esbuild would not find its own binary.
  const esbuild: typeof Esbuild = await import(pathToFileURL(join(tools.esbuild, "lib/main.js")).href);
  const { outputFiles } = await esbuild.build({
    entryPoints: [source],
    bundle: true,
    write: false,
    platform: "node",
    target: "node24",
    format: "esm",
    banner: {
      js: 'import { createRequire as __pragmaCreateRequire } from "node:module"; const require = __pragmaCreateRequire(import.meta.url);',
    },
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}
