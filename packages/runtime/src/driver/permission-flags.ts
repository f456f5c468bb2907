import type { SandboxMount } from "../sandbox/sandbox.ts";

/**
 * Node's flags for a process that reads and writes only what is mounted, and starts no programs.
 *
 * No boundary, by Node's own words: the network, sockets and signals stay open.
 */
export function permissionFlags(mounts: readonly SandboxMount[]): string[] {
  const writable = mounts.filter((mount) => mount.writable);
  return [
    "--permission",
    // Threads are bound by the same permissions; Node warns all the same.
    ...["--allow-worker", "--disable-warning=SecurityWarning"],
    // The working directory.
    ...["--allow-fs-read=.", "--allow-fs-write=."],
    ...mounts.map(({ path }) => `--allow-fs-read=${path}`),
    ...writable.map(({ path }) => `--allow-fs-write=${path}`),
  ];
}
