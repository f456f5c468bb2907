import { spawn } from "node:child_process";
import process from "node:process";

/**
 * Runs a program in place of this one: same terminal, same signals, same exit code. The channel between the two lets
 * it notice when this process is killed.
 *
 * @param {string} node
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} its exit code
 */
export function handOver(node, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { ...options, stdio: ["inherit", "inherit", "inherit", "ipc"] });
    // Ctrl-C reaches the child from the terminal as well; what counts is that this process waits for it to end.
    const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
      process.on(signal, () => forward(signal));
    }
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}
