import { execFile } from "node:child_process";
import { readdir, readFile, readlink, realpath, rm } from "node:fs/promises";
import { platform } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The content of `postmaster.pid`: line 1 the process, line 4 the port, line 8 its status once it has one. */
export interface PidFile {
  readonly pid: number;
  readonly port: number | null;
  readonly ready: boolean;
}

/** Parses the text of a `postmaster.pid`. Null if it is empty or cut off before a process id. */
export function parsePidFile(text: string): PidFile | null {
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  const port = Number(lines[3]);
  return { pid, port: port > 0 ? port : null, ready: lines[7]?.trim() === "ready" };
}

export async function readPidFile(dataDir: string): Promise<PidFile | null> {
  const text = await readFile(join(dataDir, "postmaster.pid"), "utf8").catch(() => "");
  return parsePidFile(text);
}

/**
 * Ends whatever a killed starter left running on this data folder, so that a new server can take it. The caller has
 * made sure that no other starter of the folder is alive.
 *
 * A killed postmaster leaves its file and, for a moment, backends that hold its shared memory; a killed starter leaves
 * the whole server. A process counts as ours only if it works in the folder: ids are reused, so the one in the file may
 * belong to anything.
 *
 * @returns true if something was stopped or cleared.
 */
export async function clearLeftovers(dataDir: string): Promise<boolean> {
  const file = await readPidFile(dataDir);
  const postmaster = file && (await worksIn(file.pid, dataDir)) ? file.pid : null;
  // Fast shutdown first: it writes a checkpoint, so the new server starts without recovery.
  if (postmaster) await end(postmaster, dataDir, ["SIGINT", "SIGQUIT", "SIGKILL"]);
  for (const pid of await processesIn(dataDir)) await end(pid, dataDir, ["SIGQUIT", "SIGKILL"]);
  await rm(join(dataDir, "postmaster.pid"), { force: true });
  return file !== null;
}

async function end(pid: number, dataDir: string, signals: NodeJS.Signals[]): Promise<void> {
  for (const signal of signals) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (let waited = 0; waited < 20_000; waited += 50) {
      if (!(await worksIn(pid, dataDir))) return;
      await sleep(50);
    }
  }
}

/** Every PostgreSQL process changes into its data folder, unlike another process that has got the same id. */
async function worksIn(pid: number, dataDir: string): Promise<boolean> {
  const folder = await realpath(dataDir).catch(() => dataDir);
  if (platform() === "linux") return (await readlink(`/proc/${pid}/cwd`).catch(() => "")) === folder;
  const { stdout } = await run("ps", ["-o", "command=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
  return stdout.includes(dataDir);
}

async function processesIn(dataDir: string): Promise<number[]> {
  if (platform() !== "linux") return [];
  const pids = (await readdir("/proc")).map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const checked = await Promise.all(pids.map(async (pid) => ((await worksIn(pid, dataDir)) ? pid : 0)));
  return checked.filter((pid) => pid > 0);
}
