import { spawn } from "node:child_process";

/** A command that failed, with the end of what it printed. */
export class CommandError extends Error {
  /**
   * @param {string} command
   * @param {string} output
   */
  constructor(command, output) {
    super(`${command} failed`);
    this.name = "CommandError";
    this.output = output;
  }
}

/** A failed installation prints pages; what says why is at the end. */
const KEPT_BYTES = 64 * 1024;

/**
 * Runs a command without input and resolves with what it printed.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal }} [options]
 * @returns {Promise<string>}
 * @throws {CommandError}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      signal: options.signal,
    });
    let output = "";
    const collect = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk).slice(-KEPT_BYTES);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", (error) => reject(new CommandError(command, error.message)));
    child.once("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new CommandError([command, ...args].join(" "), output));
    });
  });
}
