import { execFile } from "node:child_process";
import { promisify } from "node:util";

const TIMEOUT_MS = 60_000;

/** Sandbox that the worker is to be told, and why. */
export interface SandboxChoice {
  /** For `PRAGMA_SANDBOX`. */
  value: string;
  /** For the summary, where nothing works; null otherwise. */
  warning: string | null;
}

/**
 * Looks which sandbox works on this machine, before a worker is started: one that is started without any refuses to run,
 * since nobody has accepted that. `npm start` accepts it for whoever tries the product on a machine without one, and says
 * so. What the environment names is left as it is.
 * @param worker the worker's program
 */
export async function chooseSandbox(worker: string, env: NodeJS.ProcessEnv): Promise<SandboxChoice> {
  const named = env["PRAGMA_SANDBOX"] || "auto";
  if (named !== "auto") return { value: named, warning: null };
  const { kind, description } = await probe(worker);
  if (kind !== "none") return { value: "auto", warning: null };
  return {
    value: "none",
    warning: `No sandbox works on this machine, so PRAGMA_SANDBOX=none was set for this start. ${description}`,
  };
}

/** Probes the worker's sandbox. A failure is left to the worker, which says why it does not start. */
async function probe(worker: string): Promise<{ kind: string; description: string }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [worker, "--sandbox"], {
      env: { PATH: process.env["PATH"] },
      timeout: TIMEOUT_MS,
    });
    return JSON.parse(stdout) as { kind: string; description: string };
  } catch {
    return { kind: "unknown", description: "" };
  }
}
