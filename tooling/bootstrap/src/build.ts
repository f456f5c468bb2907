import { ROOT } from "../lib/root.mjs";
import { run } from "../lib/run.mjs";

/** Builds what changed since the last time; turbo keeps the rest. */
export async function buildAll(note: (text: string) => void, signal: AbortSignal): Promise<void> {
  const args = ["run", "generate", "build", "--output-logs=errors-only"];
  const output = await run("turbo", args, { cwd: ROOT, env: process.env, signal });
  if (output.includes("FULL TURBO")) note("up to date");
}
