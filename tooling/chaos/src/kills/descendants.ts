import { readdirSync, readFileSync } from "node:fs";

/**
 * The processes that a process has started, directly or not, which have started none themselves: of a worker, the
 * programs of its providers.
 */
export function leavesBelow(pid: number): number[] {
  const children = Map.groupBy(runningProcesses(), ({ parent }) => parent);
  const leaves: number[] = [];
  const visit = (parent: number): void => {
    for (const child of children.get(parent) ?? []) {
      if (children.has(child.pid)) visit(child.pid);
      else leaves.push(child.pid);
    }
  };
  visit(pid);
  return leaves;
}

function runningProcesses(): { pid: number; parent: number }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const parent = parentOf(name);
      return parent === undefined ? [] : [{ pid: Number(name), parent }];
    });
}

/** Undefined for one that is gone, or is only waiting to be taken note of. */
function parentOf(pid: string): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in brackets, may hold spaces.
    const [state, parent] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return state === "Z" ? undefined : Number(parent);
  } catch {
    return undefined;
  }
}
