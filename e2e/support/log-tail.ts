import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { LOGS } from "./paths.ts";

const LINES = 30;

/** The last lines of what each part of the stack logged. */
export async function tailOfLogs(): Promise<string> {
  const names = await readdir(LOGS).catch(() => []);
  const parts = await Promise.all(
    names.sort().map(async (name) => {
      const lines = (await readFile(join(LOGS, name), "utf8")).trimEnd().split("\n");
      return `── ${join(LOGS, name)}, the last lines\n${lines.slice(-LINES).join("\n")}`;
    }),
  );
  return parts.join("\n\n");
}
