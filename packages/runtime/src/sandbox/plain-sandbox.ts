import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sandbox, SandboxCommand } from "./sandbox.ts";
import { SandboxedProcess } from "./sandboxed-process.ts";

/** Runs programs as plain processes of the platform's account: a group, an environment and a directory of their own. */
export class PlainSandbox implements Sandbox {
  readonly kind = "none";
  readonly cutsNetwork = false;
  readonly filtersNetwork = false;
  readonly description: string;
  readonly #workRoot: string;

  /**
   * @param why there is nothing better, as the end of a sentence
   * @param workRoot where working directories are made; the system's folder for temporary files if left out
   */
  constructor(why: string, workRoot: string = tmpdir()) {
    this.description = `Provider code runs as plain processes of the platform's account (${why}): this isolates faults, not attackers, who can read what the platform can; run only providers that you trust.`;
    this.#workRoot = workRoot;
  }

  start(command: SandboxCommand): SandboxedProcess {
    const made = command.cwd === undefined ? mkdtempSync(join(this.#workRoot, "pragma-provider-")) : null;
    const cwd = made ?? command.cwd;
    const free = () => made && rmSync(made, { recursive: true, force: true, maxRetries: 2 });
    return new SandboxedProcess(command.command, { cwd, env: command.env, stdio: [...command.stdio] }, { free });
  }
}
