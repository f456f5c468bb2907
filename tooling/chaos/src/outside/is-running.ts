import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/**
 * Whether a provider's process still runs. Its connection tells that later, or sooner: it goes through a process of its own.
 * @param process as it told of itself: the namespace of its id, and its id there
 */
export function isRunning(process: string): boolean {
  const [namespace, pid = ""] = process.split(" ");
  if (!namespace) return exists(Number(pid));
  return readdirSync("/proc").some((name) => /^\d+$/.test(name) && isThe(name, namespace, pid));
}

function isThe(name: string, namespace: string, pid: string): boolean {
  try {
    if (readlinkSync(`/proc/${name}/ns/pid`) !== namespace) return false;
    const status = readFileSync(`/proc/${name}/status`, "utf8");
    const [, ids = ""] = /^NSpid:\s+(.+)$/m.exec(status) ?? [];
    return ids.split(/\s+/).at(-1) === pid && !/^State:\s+[ZX]/m.test(status);
  } catch {
    // It has ended meanwhile, or is not ours to look at, as no provider of the run is.
    return false;
  }
}

function exists(pid: number): boolean {
  try {
    globalThis.process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
