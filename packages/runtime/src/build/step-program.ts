import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundledProgram } from "../bundled-program.ts";

/**
 * Puts the program of the build's own steps into a folder, as one file: a sandbox has none of the platform's packages.
 *
 * @returns its path
 */
export async function writeStepProgram(folder: string): Promise<string> {
  const source = new URL("./program/main.ts", import.meta.url);
  // Bundled into an app, it lies beside this.
  if (!source.pathname.endsWith(".ts")) return fileURLToPath(source);
  const path = join(folder, "build.mjs");
  await writeFile(path, await bundledProgram(source));
  return path;
}
