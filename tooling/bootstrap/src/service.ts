import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { forgetProcess, recordProcess } from "./pid-files.ts";
import type { StateFolder } from "./state-folder.ts";
import type { Run } from "./supervise.ts";

export interface ServiceOptions {
  readonly name: string;
  /** The bundle to run, or its source. */
  readonly program: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly state: StateFolder;
}

/** Finishing the requests and jobs at hand may take a while; what is longer than this is taken over by the next start. */
const GRACE_MS = 45_000;

/** Starts one of the product's own processes. */
export async function startService(options: ServiceOptions): Promise<Run> {
  const child = spawn(process.execPath, ["--enable-source-maps", options.program], {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", "inherit", "inherit"],
    // Its own process group: Ctrl-C must reach it through us, in order, while its database still runs.
    detached: true,
  });
  const ended = end(child);
  if (child.pid !== undefined) await recordProcess(options.state, options.name, child.pid);
  return {
    ended: ended.then(async (how) => {
      await forgetProcess(options.state, options.name);
      return how;
    }),
    async stop(graceMs = GRACE_MS) {
      if (hasEnded(child)) return;
      child.kill("SIGTERM");
      const impatient = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await ended;
      clearTimeout(impatient);
    },
  };
}

async function end(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    return signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
  } catch (error) {
    return `could not be run (${(error as Error).message})`;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
