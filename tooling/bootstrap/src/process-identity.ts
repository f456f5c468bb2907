import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { platform } from "node:os";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Which process it is: ids are reused, but not with the same moment of starting. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly started: string;
}

/** The identity of a running process; null when there is none with that id. */
export async function identify(pid: number): Promise<ProcessIdentity | null> {
  const started = platform() === "linux" ? await startedOnLinux(pid) : await startedByPs(pid);
  return started === null ? null : { pid, started };
}

/** Whether that very process still runs. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  return (await identify(identity.pid))?.started === identity.started;
}

/** Reads what `JSON.stringify` wrote; null for anything else. */
export function parseIdentity(text: string): ProcessIdentity | null {
  try {
    const { pid, started } = JSON.parse(text) as Partial<ProcessIdentity>;
    return Number.isInteger(pid) && Number(pid) > 0 && typeof started === "string"
      ? { pid: Number(pid), started }
      : null;
  } catch {
    return null;
  }
}

/** Clock ticks since the machine started, and the id of that start, after which the ticks begin anew. */
async function startedOnLinux(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  const ticks = stat === null ? null : startTicks(stat);
  if (ticks === null) return null;
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  return `${boot.trim()}:${ticks}`;
}

/**
 * Field 22 of `/proc/<pid>/stat`. The second field is the program's name in parentheses, which may hold spaces and
 * parentheses itself. Null for a zombie, which has ended and only waits to be collected.
 */
export function startTicks(stat: string): string | null {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" ? null : (fields[19] ?? null);
}

async function startedByPs(pid: number): Promise<string | null> {
  const { stdout } = await run("ps", ["-o", "lstart=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
  return stdout.trim() || null;
}
