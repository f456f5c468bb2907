import { ROOT } from "../lib/root.mjs";
import { run } from "../lib/run.mjs";

/**
 * Builds what changed since the last time; turbo keeps the rest.
 *
 * @param without packages that are run from their sources
 */
export async function buildAll(
  note: (text: string) => void,
  signal: AbortSignal,
  without: readonly string[] = [],
): Promise<void> {
  const filters = without.map((name) => `--filter=!${name}`);
  const args = ["run", "generate", "build", "--output-logs=errors-only", ...filters];
  const output = await run("turbo", args, { cwd: ROOT, env: process.env, signal });
  if (output.includes("FULL TURBO")) note("up to date");
}
