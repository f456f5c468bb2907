import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/** Where Debian puts it. */
const USUAL = "/usr/bin/chromium";

/** The browser: the one that CHROMIUM_PATH names, else the first `chromium` on the PATH. */
export function chromiumPath(env: NodeJS.ProcessEnv = process.env): string {
  if (env["CHROMIUM_PATH"]) return env["CHROMIUM_PATH"];
  const candidates = (env["PATH"] ?? "").split(":").map((folder) => join(folder, "chromium"));
  return candidates.find(isExecutable) ?? USUAL;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
