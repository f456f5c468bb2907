import type { Readiness } from "@pragma/contract";
import { findQueueReadiness } from "@pragma/db/queries";
import type { Core } from "../core.ts";

/** A worker that has been silent for longer has lost its leases. */
const SILENCE_SECONDS = 30;

type Check = Readiness["checks"]["database"];

const OK: Check = { status: "ok" };
const failed = (message: string): Check => ({ status: "failed", message });

/**
 * Whether requests can be served and what they ask for will be done: the database answers, the queue is installed, and
 * a worker lives, which starts providers in its sandbox and says what that holds back. What a failure says is for operators, without details
 * of the database.
 */
export async function checkReadiness(core: Core): Promise<Readiness> {
  const checks = await runChecks(core);
  const ok = Object.values(checks).every((check) => check.status === "ok");
  return { status: ok ? "ok" : "unavailable", checks };
}

/** How many workers gave a sign of life lately. */
export async function countWorkers(core: Core): Promise<number> {
  return (await findQueueReadiness(core.db, SILENCE_SECONDS)).workers;
}

async function runChecks(core: Core): Promise<Readiness["checks"]> {
  try {
    const { installed, workers, sandboxes } = await findQueueReadiness(core.db, SILENCE_SECONDS);
    return {
      database: OK,
      queue: installed ? OK : failed("The queue is not installed"),
      sandbox:
        workers > 0
          ? { status: "ok", message: sandboxes.join(" ") }
          : failed("No worker gave a sign of life, so no provider can be run"),
    };
  } catch (error) {
    core.logger.warn({ err: error }, "not ready: the database does not answer");
    const unknown = failed("Not known without the database");
    return { database: failed("The database does not answer"), queue: unknown, sandbox: unknown };
  }
}
