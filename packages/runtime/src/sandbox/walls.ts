import { type Cgroups, openCgroups } from "./cgroup.ts";
import { PRLIMIT } from "./limits.ts";
import { seccompFilter } from "./seccomp/filter.ts";
import { type SystemFile, systemFiles } from "./system-files.ts";

/** Protections besides namespaces, if the machine supports them. */
export interface Walls {
  /** Which system calls a program may make, as bubblewrap reads it; all of them if null. */
  filter: Buffer | null;
  /** System files that Node needs; all of /usr if null. */
  system: readonly SystemFile[] | null;
  /** Limits all processes of a program together; each separately if null. */
  cgroups: Cgroups | null;
  /** Missing protections and the reasons, one sentence each. */
  missing: readonly string[];
}

/** Candidates, the strongest first. A trial shows whether they work. */
export async function* possibleWalls(starters: readonly string[]): AsyncGenerator<Walls> {
  const found = openCgroups();
  const cgroups = "why" in found ? null : found;
  const together =
    "why" in found
      ? [`Memory and processor time are bounded for each process, not for all of a provider together: ${found.why}.`]
      : [];
  const filter = seccompFilter(process.arch);
  const noFilter = "System calls are not filtered: it does not work here.";
  const noSystem = "All of the system's programs are in sight: what Node needs of them cannot be told here.";
  const system = await systemFiles([PRLIMIT], [process.execPath, ...starters]).catch(() => null);
  if (filter && system) yield { filter, system, cgroups, missing: together };
  if (filter) yield { filter, system: null, cgroups, missing: [noSystem, ...together] };
  if (system) yield { filter: null, system, cgroups, missing: [noFilter, ...together] };
  yield { filter: null, system: null, cgroups, missing: [noFilter, noSystem, ...together] };
}
