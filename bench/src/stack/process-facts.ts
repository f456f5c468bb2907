import { readFileSync } from "node:fs";

/** Linux counts CPU time in hundredths of a second whatever its own tick is. */
const TICKS_PER_SECOND = 100;

/** CPU time that a process, all its threads included, has used: user and system, in seconds. */
export function cpuSeconds(pid: number): number {
  const fields = statOf(pid);
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Fields of `proc_pid_stat(5)` from the third on. */
function statOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name, in brackets, may hold spaces.
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

/** The most memory that a process ever had resident, in MiB. */
export function peakMemoryMiB(pid: number): number {
  return mebibytes(pid, /^VmHWM:\s+(\d+) kB$/m);
}

/** The memory that a process has resident now, in MiB. */
export function memoryMiB(pid: number): number {
  return mebibytes(pid, /^VmRSS:\s+(\d+) kB$/m);
}

function mebibytes(pid: number, line: RegExp): number {
  return Number(line.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}
