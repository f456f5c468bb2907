import { Accounts, type UidRange } from "./accounts.ts";
import type { Cgroup } from "./cgroup.ts";
import { copyOptions, directory, fileSystemOptions, INNER_UID, PASSWD, WORK_DIRECTORY } from "./file-system.ts";
import { handOverFiles } from "./hand-over-files.ts";
import { prlimitCommand, type SandboxLimits, withDefaultLimits } from "./limits.ts";
import { NamespaceRoot } from "./namespace-root.ts";
import type { Sandbox, SandboxCommand } from "./sandbox.ts";
import { type ProcessCare, SandboxedProcess } from "./sandboxed-process.ts";
import type { Walls } from "./walls.ts";

export const SETPRIV = "/usr/bin/setpriv";
/** Where the outer layer has what starts the inner one, which leaves it out. */
const STARTER = "/.starter";
const STARTER_SETPRIV = `${STARTER}/setpriv`;
const STARTER_BWRAP = `${STARTER}/bwrap`;

/** Descriptors that bubblewrap reads something from, or, the last, writes to. */
interface Descriptors {
  /** Carries nothing: bubblewrap waits for its end. */
  hold: number;
  passwd: number;
  args: number;
  filter: number;
  /** The id of the first process of its namespace. */
  info: number;
}

/**
 * bubblewrap's own switches, for both layers. It starts with an empty environment, which /proc/1/environ would show.
 */
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
  readonly cutsNetwork: boolean;
  readonly description: string;
  readonly #program: string;
  readonly #accounts: Accounts | null;
  readonly #walls: Walls;

  /**
   * @param program absolute path of `bwrap`
   * @param isRoot whether the platform runs as root
   * @param walls what it puts up besides namespaces
   * @param uids the accounts to take as root
   * @param cutsNetwork whether a network namespace can be made; some containers forbid that alone
   */
  constructor(program: string, isRoot: boolean, walls: Walls, uids?: UidRange, cutsNetwork = true) {
    this.#program = program;
    this.cutsNetwork = cutsNetwork;
    this.#accounts = isRoot ? new Accounts(uids) : null;
    this.#walls = walls;
    this.description = describe(isRoot, walls);
  }

  get filtersNetwork(): boolean {
    return this.cutsNetwork;
  }

  start(command: SandboxCommand): SandboxedProcess {
    const limits = withDefaultLimits(command.limits);
    const taken = this.#accounts && command.uid === undefined ? this.#accounts.take() : null;
    let group: Cgroup | undefined;
    const free = () => {
      group?.remove();
      if (taken !== null) this.#accounts?.give(taken);
    };
    // Besides the program's own descriptors. bubblewrap closes them after reading.
    const own = command.stdio.length;
    const descriptors: Descriptors = { hold: own, passwd: own + 1, args: own + 2, filter: own + 3, info: own + 4 };
    let argv: string[];
    try {
      if (taken !== null) {
        for (const { path, writable } of command.mounts) if (writable) handOverFiles(path, taken);
      }
      group = this.#walls.cgroups?.create(limits);
      argv = this.#command(command, limits, taken ?? command.uid ?? null, descriptors);
    } catch (error) {
      free();
      throw error;
    }
    const stdio = [...command.stdio, ...Object.keys(descriptors).map(() => "pipe" as const)];
    const root = new NamespaceRoot();
    const process = new SandboxedProcess(argv, { cwd: "/", env: {}, stdio }, careOf(root, group, limits, free));
    const info = process.duplex(descriptors.info);
    if (info) root.listen(info);
    // It reads its arguments before it starts anything, so that everything is in the group.
    if (group) confine(process, group);
    const feed = (fd: number, content: string | Buffer) => process.duplex(fd)?.end(content);
    feed(descriptors.hold, "");
    feed(descriptors.passwd, PASSWD);
    // Not in the arguments, which everybody on the machine can read.
    feed(descriptors.args, environmentOptions(command.env));
    feed(descriptors.filter, this.#walls.filter ?? "");
    return process;
  }

  #command(
    command: SandboxCommand,
    limits: SandboxLimits,
    uid: number | null,
    { hold, passwd, args, filter, info }: Descriptors,
  ): string[] {
    const system = command.systemPrograms === true ? null : this.#walls.system;
    const fileSystem = fileSystemOptions(command.mounts, limits, system, passwd);
    const stands = ["/usr/bin/nice", "-n", String(limits.niceness)];
    const tells = ["--info-fd", String(info)];
    const outer = [
      ...[this.#program, "--args", String(hold), ...ALWAYS, ...tells, "--unshare-ipc"],
      ...["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"],
      // With the first process of this namespace all in it end. Taking an account clears what would end the inner layer
      // with the outer one, and a program that is busy would outlive the platform.
      "--unshare-pid",
      // The machine's /proc, since a covered one keeps the inner layer from making a new one. It is not handed on.
      ...[...fileSystem, "--bind", "/proc", "/proc"],
      ...[...directory(STARTER), "--ro-bind", SETPRIV, STARTER_SETPRIV, "--ro-bind", this.#program, STARTER_BWRAP],
      ...["--remount-ro", "/", "--chdir", "/", "--"],
      ...[STARTER_SETPRIV, `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--"],
    ];
    const inner = [
      ...(uid === null ? [this.#program, ...ALWAYS, ...tells] : [STARTER_BWRAP, ...ALWAYS]),
      ...["--unshare-all", "--unshare-user", "--disable-userns"],
      ...(command.network === "host" || !this.cutsNetwork ? ["--share-net"] : []),
      ...["--uid", String(INNER_UID), "--gid", String(INNER_UID)],
      ...(uid === null ? fileSystem : copyOptions(command.mounts, system)),
      ...["--proc", "/proc", "--remount-ro", "/", "--chdir", command.cwd ?? WORK_DIRECTORY],
      ...(this.#walls.filter ? ["--seccomp", String(filter)] : []),
      ...["--args", String(args), "--"],
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

function confine(process: SandboxedProcess, group: Cgroup): void {
  // A program that could not even be started reports that through its end.
  if (process.pid === undefined) return;
  try {
    group.add(process.pid);
  } catch (error) {
    process.kill();
    throw error;
  }
}

function careOf(root: NamespaceRoot, group: Cgroup | undefined, limits: SandboxLimits, free: () => void): ProcessCare {
  const sweep = () => {
    group?.kill();
    root.kill();
  };
  const reason = `its processes together took more than ${limits.totalMemoryMb} MiB of memory`;
  const why = () => (group?.ranOutOfMemory ? reason : null);
  return { free, signalsAsCodes: true, sweep, gone: () => root.gone(), why };
}

function describe(isRoot: boolean, { filter, system, cgroups, missing }: Walls): string {
  const account = isRoot ? ", each under an account of its own" : "";
  const together = cgroups ? "all processes of one together" : "each process";
  const sight = system ? "what Node needs of the system" : "the system's programs";
  const calls = filter ? "; system calls that it does not need are refused" : "";
  return [
    `Provider code runs in bubblewrap${account}, with bounds on memory, processes and files for ${together}: it sees its own package and ${sight}, nothing of the platform${calls}.`,
    ...missing,
  ].join(" ");
}
