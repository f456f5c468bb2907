import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";

/** The oldest Node that the product runs on; the start itself gets by with 20. */
const NEEDED_MAJOR = 24;

/**
 * The Node to run everything else on: the one that came with the dependencies, or the running one where that is new
 * enough.
 *
 * @param {string} root
 * @returns {string} path of the program
 * @throws {Error} with one line for the user
 */
export function findNode(root) {
  const installed = join(root, "node_modules", ".bin", "node");
  // The real path: a process started by a link would report the link as its own program, which vanishes on reinstall.
  if (existsSync(installed)) return realpathSync(installed);
  if (Number(process.versions.node.split(".")[0]) >= NEEDED_MAJOR) return process.execPath;
  throw new Error(
    `There is no Node ${NEEDED_MAJOR} for ${process.platform} ${process.arch} to install: install it, then run this again.`,
  );
}

/**
 * The environment for it: its folder and the dependencies' commands first on the PATH, no telemetry.
 *
 * @param {string} root
 * @param {string} node
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment(root, node) {
  return {
    ...process.env,
    PATH: [join(root, "node_modules", ".bin"), join(node, ".."), process.env.PATH ?? ""].join(":"),
    TURBO_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
  };
}
