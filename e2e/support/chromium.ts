import { programsOnPath } from "@pragma/testing/programs";

/** Where Debian puts it. */
const USUAL = "/usr/bin/chromium";

/** The browser: the one that CHROMIUM_PATH names, else the first `chromium` on the PATH. */
export function chromiumPath(env: NodeJS.ProcessEnv = process.env): string {
  return env["CHROMIUM_PATH"] || (programsOnPath("chromium", env["PATH"])[0] ?? USUAL);
}
