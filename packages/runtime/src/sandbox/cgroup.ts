import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import type { SandboxLimits } from "./limits.ts";

/**
 * Where the platform's own processes are. Whoever delegates the group above puts them there: `DelegateSubgroup=` of
 * systemd.
 */
const OWN_GROUP = "pragma-platform";
const PROGRAM_GROUP = "pragma-program-";
const CONTROLLERS = ["cpu", "memory", "pids"];

const MIB = 1024 * 1024;
/** In microseconds, the kernel's own default. */
const CPU_PERIOD = 100_000;
/** Everything else has 100: if processors are short, providers wait behind the platform. */
const CPU_WEIGHT = 50;

/** A group whose last process was killed can be removed when the kernel has taken it down. */
const REMOVE_ATTEMPTS = 20;
const REMOVE_PAUSE_MS = 100;

/** A group of processes with common limits. */
export class Cgroup {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Moves a process into it. Everything that the process starts from then on is in it too. */
  add(pid: number): void {
    writeFileSync(join(this.#path, "cgroup.procs"), String(pid));
  }

  /** Kills everything in it at once. */
  kill(): void {
    try {
      writeFileSync(join(this.#path, "cgroup.kill"), "1");
    } catch {
      // Gone, or a kernel before 5.14, where the namespace of processes ends them.
    }
  }

  /** Whether the kernel killed something in it because it ran out of memory. */
  get ranOutOfMemory(): boolean {
    try {
      return /^oom_kill [1-9]/m.test(readFileSync(join(this.#path, "memory.events"), "utf8"));
    } catch {
      return false;
    }
  }

  /** Removes it once nothing runs in it. */
  remove(attempts = REMOVE_ATTEMPTS): void {
    try {
      rmdirSync(this.#path);
    } catch (error) {
      const isBusy = error instanceof Error && "code" in error && error.code === "EBUSY";
      if (isBusy && attempts > 1) setTimeout(() => this.remove(attempts - 1), REMOVE_PAUSE_MS).unref();
    }
  }
}

/** Makes groups below the one that was delegated to the platform (cgroup v2). */
export class Cgroups {
  readonly #parent: string;

  constructor(parent: string) {
    this.#parent = parent;
  }

  /** @throws Error as `mkdir` and `write` do, if the delegation was taken back */
  create(limits: SandboxLimits): Cgroup {
    const path = join(this.#parent, PROGRAM_GROUP + randomUUID());
    mkdirSync(path);
    const group = new Cgroup(path);
    try {
      const quota = Math.round(limits.cpus * CPU_PERIOD);
      writeFileSync(join(path, "memory.max"), String(limits.totalMemoryMb * MIB));
      // If only one process were killed for lack of memory, the others would be in an unforeseen state.
      writeFileSync(join(path, "memory.oom.group"), "1");
      writeFileSync(join(path, "pids.max"), String(limits.processes));
      writeFileSync(join(path, "cpu.max"), `${quota} ${CPU_PERIOD}`);
      writeFileSync(join(path, "cpu.weight"), String(CPU_WEIGHT));
      forbidSwap(path);
    } catch (error) {
      group.remove();
      throw error;
    }
    return group;
  }
}

/**
 * Takes the group of cgroup v2 that was delegated to the platform. That is one in which the platform was put below, by name;
 * or the root of a container in which nobody else runs, where it moves below itself, since a group that hands out controllers
 * can have no processes. Any other group belongs to whoever made it, though root could write there.
 *
 * @returns where groups can be made, or why none can, as the end of a sentence
 */
export function openCgroups(): Cgroups | { why: string } {
  try {
    const own = ownGroup();
    if (own === null) return { why: "there is no cgroup v2" };
    const isInPlace = basename(own.path) === OWN_GROUP;
    if (!isInPlace && !own.isRoot) return { why: "no cgroup v2 is delegated to the platform" };
    const parent = isInPlace ? dirname(own.path) : own.path;
    const missing = CONTROLLERS.filter((name) => !wordsOf(join(parent, "cgroup.controllers")).includes(name));
    if (missing.length > 0) return { why: `its cgroup v2 has no controller for ${missing.join(", ")}` };
    const others = wordsOf(join(parent, "cgroup.procs")).filter((pid) => pid !== String(process.pid));
    if (others.length > 0) return { why: "it shares its cgroup v2 with other programs" };
    if (!isInPlace) {
      mkdirSync(join(parent, OWN_GROUP), { recursive: true });
      writeFileSync(join(parent, OWN_GROUP, "cgroup.procs"), String(process.pid));
    }
    writeFileSync(join(parent, "cgroup.subtree_control"), CONTROLLERS.map((name) => `+${name}`).join(" "));
    removeLeftOvers(parent);
    return new Cgroups(parent);
  } catch (error) {
    return { why: `its cgroup v2 cannot be used: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The folder of this process's group of cgroup v2, null without. */
function ownGroup(): { path: string; isRoot: boolean } | null {
  const [, path] = /^0::(\/.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8")) ?? [];
  const mount = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .map((line) => line.split(" "))
    .find((fields) => fields[fields.indexOf("-") + 1] === "cgroup2");
  const [, , , root, point] = mount ?? [];
  if (path === undefined || root === undefined || point === undefined) return null;
  const inside = relative(root, path);
  return inside.startsWith("..") ? null : { path: join(point, inside), isRoot: path === "/" };
}

function wordsOf(path: string): string[] {
  return readFileSync(path, "utf8").split(/\s+/).filter(Boolean);
}

function forbidSwap(path: string): void {
  try {
    writeFileSync(join(path, "memory.swap.max"), "0");
  } catch {
    // The machine does not count swap.
  }
}

/** Groups left by a killed platform. Those with running processes stay. */
function removeLeftOvers(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (name.startsWith(PROGRAM_GROUP)) new Cgroup(join(parent, name)).remove(1);
  }
}
