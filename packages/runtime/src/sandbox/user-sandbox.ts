import { spawn } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Accounts, type UidRange } from "./accounts.ts";
import { handOverFiles } from "./hand-over-files.ts";
import { prlimitCommand, withDefaultLimits } from "./limits.ts";
import { hasProcesses, untilGone } from "./machine-processes.ts";
import type { Sandbox, SandboxCommand } from "./sandbox.ts";
import { SandboxedProcess } from "./sandboxed-process.ts";

/** Settings of the sandbox. */
export interface UserSandboxOptions {
  /** Why there is nothing better, as the end of a sentence. */
  why: string;
  /** Whether `unshare --net` works, so that the network can be cut. */
  cutsNetwork: boolean;
  uids?: UidRange | undefined;
  /** Where working directories are made; the system's folder for temporary files if left out. */
  workRoot?: string | undefined;
}

/**
 * Runs each program under its own account, without capabilities and with limits. Requires root. The program can read
 * everything that any account may read, so the platform's files must be closed to others; mounts must be open to them.
 */
export class UserSandbox implements Sandbox {
  readonly kind = "user";
  readonly cutsNetwork: boolean;
  readonly filtersNetwork = false;
  readonly description: string;
  readonly #accounts: Accounts;
  readonly #workRoot: string;

  constructor(options: UserSandboxOptions) {
    this.cutsNetwork = options.cutsNetwork;
    this.#accounts = new Accounts(options.uids);
    this.#workRoot = options.workRoot ?? tmpdir();
    const network = options.cutsNetwork ? "" : ", and the network cannot be taken from it";
    this.description = `Provider code runs under accounts of its own, with bounds on memory, processes and files, but not in bubblewrap (${options.why}): it sees the machine's processes and whatever is readable to every account${network}.`;
  }

  start(command: SandboxCommand): SandboxedProcess {
    const limits = withDefaultLimits(command.limits);
    const taken = command.uid === undefined ? this.#accounts.take() : null;
    const uid = taken ?? command.uid;
    let made: string | null = null;
    const free = () => {
      if (made) rmSync(made, { recursive: true, force: true, maxRetries: 2 });
      if (taken !== null) this.#accounts.give(taken);
    };
    try {
      if (taken !== null) {
        for (const { path, writable } of command.mounts) if (writable) handOverFiles(path, taken);
      }
      if (command.cwd === undefined) {
        made = mkdtempSync(join(this.#workRoot, "pragma-provider-"));
        chownSync(made, Number(uid), Number(uid));
      }
    } catch (error) {
      free();
      throw error;
    }
    const argv = [
      ...["/usr/bin/nice", "-n", String(limits.niceness)],
      ...(command.network === "none" && this.cutsNetwork ? ["/usr/bin/unshare", "--net", "--"] : []),
      ...["/usr/bin/setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--no-new-privs"],
      ...["--inh-caps=-all", "--bounding-set=-all", "--pdeathsig=KILL", "--"],
      ...prlimitCommand(limits, { countsProcesses: true }),
      ...command.command,
    ];
    const sweep = () => taken !== null && void killAllOf(taken);
    const gone = async () => {
      if (taken === null) return;
      await untilGone(
        () => hasProcesses(taken),
        () => killAllOf(taken),
      );
    };
    return new SandboxedProcess(
      argv,
      { cwd: made ?? command.cwd, env: command.env, stdio: [...command.stdio] },
      { sweep, gone, free },
    );
  }
}

/**
 * Ends every process of an account that only sandboxed processes have. It is the account itself that sends the signal: the
 * kernel then passes over all its processes at once, and none can fork away from it. Resolves once it is sent, or cannot be.
 */
function killAllOf(uid: number): Promise<void> {
  const become = ["--reuid", String(uid), "--regid", String(uid), "--clear-groups", "--"];
  const killer = spawn("/usr/bin/setpriv", [...become, "/bin/sh", "-c", "kill -9 -1"], { env: {}, stdio: "ignore" });
  return new Promise((resolve) => void killer.on("exit", () => resolve()).on("error", () => resolve()));
}
