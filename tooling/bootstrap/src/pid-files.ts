import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { identify, isRunning, type ProcessIdentity, parseIdentity } from "./process-identity.ts";
import { StartError } from "./start-error.ts";
import type { StateFolder } from "./state-folder.ts";

/** Time for a service to finish its work before it is killed. */
const GRACE_MS = 45_000;

/**
 * Claims the installation for this process, so that two starts never share one data folder.
 *
 * @throws StartError when another start runs here.
 */
export async function claimInstallation(state: StateFolder): Promise<void> {
  const own = await identify(process.pid);
  if (!own) throw new Error("This process cannot find itself.");
  while (!(await state.create("start.pid", JSON.stringify(own)))) {
    const other = await recorded(state, "start");
    if (other && (await isRunning(other))) {
      throw new StartError(
        `Pragma already runs here, as process ${other.pid}: stop it with Ctrl-C or \`kill ${other.pid}\`.`,
      );
    }
    await forgetProcess(state, "start");
  }
}

export async function recordProcess(state: StateFolder, service: string, pid: number): Promise<void> {
  const identity = await identify(pid);
  if (identity) await state.write(`${service}.pid`, JSON.stringify(identity));
}

export async function forgetProcess(state: StateFolder, service: string): Promise<void> {
  await rm(state.file(`${service}.pid`), { force: true });
}

/**
 * Ends what a killed start left behind of a service. A process that only has the same id is left alone.
 *
 * @returns whether there was one.
 */
export async function endLeftover(state: StateFolder, service: string): Promise<boolean> {
  const identity = await recorded(state, service);
  if (!identity || !(await isRunning(identity))) return false;
  await endProcess(identity);
  return true;
}

/** SIGTERM, and SIGKILL when that is not heeded in time. */
async function endProcess(identity: ProcessIdentity, graceMs: number = GRACE_MS): Promise<void> {
  signal(identity.pid, "SIGTERM");
  for (let waited = 0; waited < graceMs; waited += 50) {
    if (!(await isRunning(identity))) return;
    await sleep(50);
  }
  signal(identity.pid, "SIGKILL");
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended between the look and the signal.
  }
}

async function recorded(state: StateFolder, service: string): Promise<ProcessIdentity | null> {
  return parseIdentity((await state.read(`${service}.pid`)) ?? "");
}
