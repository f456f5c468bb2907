import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process, as Linux shows it. */
interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly isStopped: boolean;
}

/**
 * The processes that a process has started, directly or not, which have started none themselves: of a worker, the
 * programs of its providers.
 */
export function leavesBelow(pid: number): number[] {
  const tree = treeOf(pid);
  const parents = new Set(tree.map(({ parent }) => parent));
  return tree.filter((one) => one.pid !== pid && !parents.has(one.pid)).map((leaf) => leaf.pid);
}

/** Stops a process and all that it has started, directly or not. Resolves once none of them runs. */
export async function pauseTree(pid: number): Promise<void> {
  // A signal takes a moment, in which one that still runs may start another.
  for (;;) {
    const running = treeOf(pid).filter(({ isStopped }) => !isStopped);
    if (running.length === 0) return;
    signalAll(pidsOf(running), "SIGSTOP");
    await sleep(1);
  }
}

/** Lets go on what {@link pauseTree} stopped. One that runs does not notice. */
export function resumeTree(pid: number): void {
  signalAll(pidsOf(treeOf(pid)), "SIGCONT");
}

/** Sends a signal to those that have not ended meanwhile, each of whose ids may be another account's now. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (!["ESRCH", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
  }
}

/** The process itself, unless it has ended, and all below it, parents first. */
function treeOf(pid: number): Running[] {
  const all = runningProcesses();
  const children = Map.groupBy(all, ({ parent }) => parent);
  const below = (parent: number): Running[] =>
    (children.get(parent) ?? []).flatMap((child) => [child, ...below(child.pid)]);
  return [...all.filter((one) => one.pid === pid), ...below(pid)];
}

function pidsOf(processes: readonly Running[]): number[] {
  return processes.map(({ pid }) => pid);
}

function runningProcesses(): Running[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statusOf(name) ?? []);
}

/** Undefined for one that is gone, or is only waiting to be taken note of. */
function statusOf(pid: string): Running | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in brackets, may hold spaces.
    const [state, parent] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return state === "Z" ? undefined : { pid: Number(pid), parent: Number(parent), isStopped: state === "T" };
  } catch {
    return undefined;
  }
}
