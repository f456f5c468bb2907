import { readdirSync, readFileSync } from "node:fs";

/** Linux counts CPU time in hundredths of a second whatever its own tick is. */
const TICKS_PER_SECOND = 100;

/** CPU time that a process, all its threads included, has used: user and system, in seconds. */
export function cpuSeconds(pid: number): number {
  const fields = statOf(pid);
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** CPU time of a process and of all that it has started, those that have ended included, in seconds. */
export function familyCpuSeconds(pid: number): number {
  const processes = allProcesses();
  const sum = (one: number): number => {
    const own = processes.get(one)?.ticks ?? 0;
    return [...processes].reduce((all, [other, { parent }]) => (parent === one ? all + sum(other) : all), own);
  };
  return sum(pid) / TICKS_PER_SECOND;
}

export function parentOf(pid: number): number {
  return Number(statOf(pid)[1]);
}

/** Of each process its parent, and its CPU time with that of the children that have ended. */
function allProcesses(): Map<number, { parent: number; ticks: number }> {
  const found = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const fields = statOf(Number(name));
      const ticks = [11, 12, 13, 14].reduce((sum, place) => sum + Number(fields[place]), 0);
      found.set(Number(name), { parent: Number(fields[1]), ticks });
    } catch {
      // It has ended; its parent has its time.
    }
  }
  return found;
}

/** Fields of `proc_pid_stat(5)` from the third on. */
function statOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name, in brackets, may hold spaces.
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

/** The most memory that a process ever had resident, in MiB. */
export function peakMemoryMiB(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}
