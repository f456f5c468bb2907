import { readdirSync, readFileSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Between two looks at whether a killed process is gone, the last of them again and again. In milliseconds. */
const PAUSES = [1, 1, 2, 5, 10, 25, 50, 100];

/** The start time of a process, which tells it from a later one with its id; null once it has ended. */
export function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The program's name, in brackets, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** Whether an account has a process on this machine. */
export function hasProcesses(uid: number): boolean {
  return readdirSync("/proc").some((name) => /^\d+$/.test(name) && ownerOf(name) === uid && startOf(Number(name)));
}

/**
 * Resolves once something that was killed no longer runs: at once most of the time, later on a machine that is busy.
 * @param kill done again before each further look, for what cannot be relied on
 */
export async function untilGone(runs: () => boolean, kill: () => Promise<void> = async () => {}): Promise<void> {
  for (let look = 0; runs(); look += 1) {
    await kill();
    await sleep(PAUSES[Math.min(look, PAUSES.length - 1)]);
  }
}

function ownerOf(name: string): number | null {
  try {
    return statSync(`/proc/${name}`).uid;
  } catch {
    return null;
  }
}
