import type { SandboxLimits } from "./limits.ts";
import type { SandboxedProcess } from "./sandboxed-process.ts";

/**
 * Kinds of sandbox, the strongest first:
 *
 * - `bubblewrap`: namespaces of its own for mounts, processes, users, IPC and host name; it sees the files it was given and
 *   nothing else. As root also an account of its own for each process;
 * - `user`: an account of its own for each process, which may read what everybody may;
 * - `none`: a plain process of the platform's account. It isolates faults, not attackers.
 */
export type SandboxKind = "bubblewrap" | "user" | "none";

/** A file or folder that a sandboxed program may see, at the path it has outside. */
export interface SandboxMount {
  /** Absolute. */
  path: string;
  /**
   * Whether it may also write there; read only if left out. Where the program runs as another account, the folder and all
   * in it are given to that account, unless the command names one.
   */
  writable?: boolean;
}

/** A program to run, and what it may see and use. */
export interface SandboxCommand {
  /** The program and its arguments. A program without a slash is looked up in the system's usual folders. */
  command: readonly string[];
  /**
   * Working directory, one of the mounts or below one; an empty one that goes with the process if left out. Programs find
   * a /tmp of their own only with `bubblewrap`.
   */
  cwd?: string | undefined;
  /** Besides the libraries that Node needs, the system's certificates, time zones and name resolution. */
  mounts: readonly SandboxMount[];
  /** Whether it also sees the system's programs: all of /usr. Not with `bubblewrap` if left out; always without. */
  systemPrograms?: boolean | undefined;
  /** `none` cuts it off from every network, the loopback of the machine included, where the sandbox can. */
  network: "host" | "none";
  /** Its complete environment; nothing is inherited. */
  env: Readonly<Record<string, string>>;
  limits?: Partial<SandboxLimits> | undefined;
  /** As root: the account to run as. One that no other process has if left out. */
  uid?: number | undefined;
  /** File descriptors, as for `spawn`. */
  stdio: readonly ("ignore" | "pipe")[];
}

/** A way to run programs apart from the platform. */
export interface Sandbox {
  readonly kind: SandboxKind;
  /** One sentence for people: what it blocks, and what it does not. */
  readonly description: string;
  /** Whether `network: "none"` is enforced. */
  readonly cutsNetwork: boolean;
  /**
   * Whether a program without network can get a private egress: a folder that only it sees. If not, programs with
   * `network: "host"` use the machine's network.
   */
  readonly filtersNetwork: boolean;
  /** @throws Error if the program cannot even be prepared; later failures are reported through `ended`. */
  start(command: SandboxCommand): SandboxedProcess;
}
