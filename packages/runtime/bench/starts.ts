/**
 * Cost of starting a process in the sandbox: Node that does nothing, to its end, bare, with each wall of bubblewrap that
 * works here, and in each sandbox, in turns so that a busy moment of the machine meets all. Run by hand: `node packages/runtime/bench/starts.ts`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { detectSandbox, nodeMounts, runInSandbox, type Sandbox, SandboxError } from "../src/index.ts";
import { BubblewrapSandbox } from "../src/sandbox/bubblewrap-sandbox.ts";
import { PRLIMIT } from "../src/sandbox/limits.ts";
import { seccompFilter } from "../src/sandbox/seccomp/filter.ts";
import { systemFiles } from "../src/sandbox/system-files.ts";
import type { Walls } from "../src/sandbox/walls.ts";

const ROUNDS = 60;
const COMMAND = [process.execPath, "-e", "0"];

const bare = async (): Promise<void> => {
  await once(spawn(process.execPath, COMMAND.slice(1), { env: {}, stdio: "ignore" }), "exit");
};
const within = (sandbox: Sandbox) => async (): Promise<void> => {
  const base = { command: COMMAND, mounts: nodeMounts(), env: {}, timeoutMs: 10_000 };
  await runInSandbox(sandbox, { ...base, network: "host", onOutput: () => {} });
};

const isRoot = process.getuid?.() === 0;
const none: Walls = { filter: null, system: null, cgroups: null, missing: [] };
const system = await systemFiles([PRLIMIT], [process.execPath, "/usr/bin/bwrap", "/usr/bin/setpriv"]);
const filter = seccompFilter(process.arch);
const made = (walls: Partial<Walls>) => within(new BubblewrapSandbox("/usr/bin/bwrap", isRoot, { ...none, ...walls }));
const ways: Record<string, () => Promise<void>> = {
  bare,
  "namespaces alone": made({}),
  "and the filter": made({ filter }),
  "and the smaller system": made({ filter, system }),
};
for (const kind of ["bubblewrap", "user"] as const) {
  try {
    ways[kind] = within(await detectSandbox({ require: kind }));
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
  }
}

const times = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(ways)) {
    const start = performance.now();
    await run();
    times.get(name)?.push(performance.now() - start);
  }
}
for (const [name, all] of times) {
  const median = all.toSorted((one, other) => one - other)[ROUNDS / 2] ?? 0;
  process.stdout.write(`${name}: ${median.toFixed(1)} ms\n`);
}
