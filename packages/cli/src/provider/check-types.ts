import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { CliError } from "../errors/cli-error.ts";

/** Maximum number of errors shown. */
const SHOWN = 20;
const MAX_OUTPUT = 64 * 1024 * 1024;

/**
 * Type-checks a provider with its own TypeScript and `tsconfig.json`, as an editor does.
 *
 * @param files what is pushed, by which a package without TypeScript is told
 * @returns why they could not be checked; null if they were, or there are none
 * @throws CliError with file and line of each error
 */
export async function checkTypes(
  folder: string,
  files: readonly string[],
  signal: AbortSignal,
): Promise<string | null> {
  if (!files.some((file) => /(?<!\.d)\.[mc]?tsx?$/.test(file))) return null;
  if (!existsSync(join(folder, "tsconfig.json"))) return "the folder has no tsconfig.json";
  const compiler = compilerOf(folder);
  if (compiler === null) return "there is no TypeScript in node_modules, which `npm install` puts there";
  const output = await run(compiler, folder, signal);
  if (output === null) return null;
  const errors = output.split("\n").filter((line) => line.trim() !== "");
  const lines = errors.slice(0, SHOWN).map(asPlace);
  if (errors.length > SHOWN) lines.push(`… and ${errors.length - SHOWN} more lines`);
  throw new CliError(`The types are wrong, so nothing was pushed:\n${lines.join("\n")}`, {
    hint: "`--no-check` pushes anyway.",
  });
}

function compilerOf(folder: string): string | null {
  try {
    return createRequire(join(folder, "package.json")).resolve("typescript/bin/tsc");
  } catch {
    return null;
  }
}

/** The compiler's output; null if there are no errors. */
function run(compiler: string, folder: string, signal: AbortSignal): Promise<string | null> {
  const args = [compiler, "--noEmit", "--pretty", "false", "--project", "tsconfig.json"];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, signal, maxBuffer: MAX_OUTPUT }, (error, stdout, stderr) => {
      if (signal.aborted) reject(signal.reason);
      else resolve(error ? stdout || stderr || error.message : null);
    });
  });
}

/** `src/zone.ts(26,14): error TS2322: …` as editors and terminals know it: `src/zone.ts:26:14: …`. */
function asPlace(line: string): string {
  return line.replace(/^(.+?)\((\d+),(\d+)\): error (TS\d+): /, "$1:$2:$3: $4: ");
}
