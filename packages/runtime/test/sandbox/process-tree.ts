import { readdirSync, readFileSync } from "node:fs";

/** A process of the machine, distinguished from a later one with the same number by its start time. */
interface MachineProcess {
  pid: number;
  parent: number;
  started: string;
}

/** All that run now, whatever namespace they are in. Zombies are gone. Linux only. */
function processes(): MachineProcess[] {
  const found: MachineProcess[] = [];
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      // The name of the program, in brackets, may hold anything.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (fields[0] !== "Z") found.push({ pid: Number(name), parent: Number(fields[1]), started: fields[19] ?? "" });
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}

/** The processes that a process started, and those that they started. */
export function descendantsOf(pid: number): MachineProcess[] {
  const all = processes();
  const found: MachineProcess[] = [];
  const visit = (parent: number) => {
    for (const child of all.filter((one) => one.parent === parent)) {
      found.push(child);
      visit(child.pid);
    }
  };
  visit(pid);
  return found;
}

/** Those of them that are still there. */
export function remaining(before: readonly MachineProcess[]): MachineProcess[] {
  const now = new Map(processes().map((one) => [one.pid, one.started]));
  return before.filter(({ pid, started }) => now.get(pid) === started);
}
