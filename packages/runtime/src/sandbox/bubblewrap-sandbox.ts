import type { Writable } from "node:stream";
import { Accounts, type UidRange } from "./accounts.ts";
import { copyOptions, fileSystemOptions, INNER_UID, PASSWD, WORK_DIRECTORY } from "./file-system.ts";
import { handOverFiles } from "./hand-over-files.ts";
import { prlimitCommand, type SandboxLimits, withDefaultLimits } from "./limits.ts";
import type { Sandbox, SandboxCommand } from "./sandbox.ts";
import { SandboxedProcess } from "./sandboxed-process.ts";

/** bubblewrap's own switches, for both layers. It starts with an empty environment, which /proc/1/environ would show. */
const ALWAYS = ["--die-with-parent", "--new-session", "--cap-drop", "ALL"];

/**
 * Runs programs in namespaces of their own, made by bubblewrap.
 *
 * As root there are two layers. The outer one, still root, lays out the file system, so that no folder of the platform has
 * to be open to other accounts; then an account that nothing else has is taken, and as that one the inner layer makes
 * the namespaces. So the program is root nowhere, and the kernel counts its processes apart from all others.
 */
export class BubblewrapSandbox implements Sandbox {
  readonly kind = "bubblewrap";
  readonly cutsNetwork = true;
  readonly description: string;
  readonly #program: string;
  readonly #accounts: Accounts | null;

  /**
   * @param program absolute path of `bwrap`
   * @param isRoot whether the platform runs as root
   * @param uids the accounts to take as root
   */
  constructor(program: string, isRoot: boolean, uids?: UidRange) {
    this.#program = program;
    this.#accounts = isRoot ? new Accounts(uids) : null;
    const account = isRoot
      ? "each under an account of its own, with bounds on memory, processes and files"
      : "with bounds on memory, processes and files";
    this.description = `Provider code runs in bubblewrap, ${account}: it sees its own package and the system's programs, nothing of the platform; the network is shared unless a provider is set to have none.`;
  }

  start(command: SandboxCommand): SandboxedProcess {
    const limits = withDefaultLimits(command.limits);
    const taken = this.#accounts && command.uid === undefined ? this.#accounts.take() : null;
    const free = () => taken !== null && this.#accounts?.give(taken);
    // Beyond the descriptors that the program is to have. bubblewrap closes both when it has read them.
    const passwdFd = command.stdio.length;
    const argsFd = passwdFd + 1;
    let argv: string[];
    try {
      if (taken !== null) {
        for (const { path, writable } of command.mounts) if (writable) handOverFiles(path, taken);
      }
      argv = this.#command(command, limits, taken ?? command.uid ?? null, { passwdFd, argsFd });
    } catch (error) {
      free();
      throw error;
    }
    const process = new SandboxedProcess(
      argv,
      { cwd: "/", env: {}, stdio: [...command.stdio, "pipe", "pipe"] },
      { free, signalsAsCodes: true },
    );
    feed(process.duplex(passwdFd), PASSWD);
    // Not among the arguments, which everybody on the machine can read.
    feed(process.duplex(argsFd), environmentOptions(command.env));
    return process;
  }

  #command(
    command: SandboxCommand,
    limits: SandboxLimits,
    uid: number | null,
    { passwdFd, argsFd }: { passwdFd: number; argsFd: number },
  ): string[] {
    const fileSystem = fileSystemOptions(command.mounts, limits, passwdFd);
    const stands = ["/usr/bin/nice", "-n", String(limits.niceness)];
    const outer = [
      ...[this.#program, ...ALWAYS, "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--unshare-ipc"],
      // With the first process of this namespace all in it end. Taking an account clears what would end the inner layer
      // with the outer one, and a program that is busy would outlive the platform.
      "--unshare-pid",
      // The machine's /proc, since a covered one keeps the inner layer from making a new one. It is not handed on.
      ...[...fileSystem, "--bind", "/proc", "/proc", "--remount-ro", "/", "--chdir", "/", "--"],
      ...["/usr/bin/setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--"],
    ];
    const inner = [
      ...[this.#program, ...ALWAYS, "--unshare-all", "--unshare-user", "--disable-userns"],
      ...(command.network === "host" ? ["--share-net"] : []),
      ...["--uid", String(INNER_UID), "--gid", String(INNER_UID), "--hostname", "provider"],
      ...(uid === null ? fileSystem : copyOptions(command.mounts)),
      ...["--proc", "/proc", "--remount-ro", "/", "--chdir", command.cwd ?? WORK_DIRECTORY],
      ...["--args", String(argsFd), "--"],
    ];
    const bounded = [...prlimitCommand(limits, { countsProcesses: true }), ...command.command];
    return uid === null ? [...stands, ...inner, ...bounded] : [...stands, ...outer, ...inner, ...bounded];
  }
}

/** The environment as bubblewrap reads options: NUL between them. */
function environmentOptions(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .flatMap(([name, value]) => ["--setenv", name, value])
    .map((word) => `${word}\0`)
    .join("");
}

function feed(stream: Writable | null, text: string): void {
  stream?.end(text);
}
