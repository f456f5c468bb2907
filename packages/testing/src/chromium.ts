import { programsOnPath } from "./programs.ts";

/** Browser without a window first: it takes a fifth less time for the same tests than the whole browser without showing one. */
const NAMES = ["chromium-headless-shell", "chromium"];

/** Where Debian puts it. */
const USUAL = "/usr/bin/chromium";

/**
 * The browser for tests: the one that CHROMIUM_PATH names, else `chromium-headless-shell` or `chromium` on the PATH.
 *
 * @param options.whole rather the whole browser, as people have it
 */
export function chromiumPath({ whole = false } = {}, env: NodeJS.ProcessEnv = process.env): string {
  const names = whole ? NAMES.toReversed() : NAMES;
  return env["CHROMIUM_PATH"] || (names.flatMap((name) => programsOnPath(name, env["PATH"]))[0] ?? USUAL);
}
