import process from "node:process";
import { install } from "./install.mjs";
import { findNode } from "./node.mjs";
import { ROOT } from "./root.mjs";
import { CommandError } from "./run.mjs";

/**
 * Installs the dependencies and finds the Node to go on with, or ends the process with the reason.
 *
 * @returns {Promise<string>} path of that Node
 */
export async function prepare() {
  try {
    await install(ROOT);
    return findNode(ROOT);
  } catch (error) {
    if (error instanceof CommandError) console.error(error.output.trim().split("\n").slice(-20).join("\n"));
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
