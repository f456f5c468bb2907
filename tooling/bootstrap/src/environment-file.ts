import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";

/** The environment with the lines of `.env` below it: what is set in the shell wins, as everywhere. */
export async function readEnvironment(root: string, env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const text = await readFile(join(root, ".env"), "utf8").catch(() => "");
  return { ...parseEnv(text), ...env };
}
