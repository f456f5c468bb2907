/** Limits of a sandboxed program. The kernel enforces them; which apply depends on the sandbox. */
export interface SandboxLimits {
  /**
   * Private memory of each process in MiB (RLIMIT_DATA): heap, buffers, stacks of threads. 1280 by default. Node takes
   * about 600 for itself, so a JavaScript heap of 512 needs some 1100.
   */
  memoryMb: number;
  /**
   * Memory of all its processes together, in MiB: actual use, including their in-memory files. 2048 by default. Applies
   * if a cgroup is delegated to the platform.
   */
  totalMemoryMb: number;
  /** Processors that all its processes together may keep busy. 2 by default. Applies like `totalMemoryMb`. */
  cpus: number;
  /**
   * Processes and threads at once (RLIMIT_NPROC). 128 by default; a Node process has about a dozen. Does not apply if
   * the program runs as root or shares the platform's account.
   */
  processes: number;
  /** Descriptors that a process may have open (RLIMIT_NOFILE). 1024 by default. */
  openFiles: number;
  /** Largest file it may write, in MiB (RLIMIT_FSIZE). 256 by default. */
  fileMb: number;
  /** Size of its /tmp, in MiB; it uses the machine's memory. 256 by default. `bubblewrap` only. */
  scratchMb: number;
  /** Its nice value, from 0 to 19. 5 by default. */
  niceness: number;
}

const DEFAULT_SANDBOX_LIMITS: SandboxLimits = {
  memoryMb: 1280,
  totalMemoryMb: 2048,
  cpus: 2,
  processes: 128,
  openFiles: 1024,
  fileMb: 256,
  scratchMb: 256,
  niceness: 5,
};

export const PRLIMIT = "/usr/bin/prlimit";

const MIB = 1024 * 1024;

/** The limits, completed with defaults. */
export function withDefaultLimits(limits: Partial<SandboxLimits> | undefined): SandboxLimits {
  return { ...DEFAULT_SANDBOX_LIMITS, ...limits };
}

/**
 * The command that bounds another one, to be followed by it. Core files are off: they would hold what the program had in
 * memory. Where processes of one account share the count, `processes` has to be left out.
 */
export function prlimitCommand(limits: SandboxLimits, options: { countsProcesses: boolean }): string[] {
  return [
    PRLIMIT,
    `--data=${limits.memoryMb * MIB}`,
    ...(options.countsProcesses ? [`--nproc=${limits.processes}`] : []),
    `--nofile=${limits.openFiles}`,
    `--fsize=${limits.fileMb * MIB}`,
    "--core=0",
    "--",
  ];
}
