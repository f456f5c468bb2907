import type { Readiness } from "@pragma/contract";
import { DEAF, LOST, type StandbyUnfit } from "@pragma/db";
import {
  findLiveWorkers,
  isQueueInstalled,
  type LiveWorkers,
  pingDatabase,
  READINESS_DEADLINE_MS,
} from "@pragma/db/queries";
import { QUEUES } from "@pragma/jobs";
import { Overdue, within } from "../../foundation/common/within.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { SILENCE_SECONDS } from "./silence.ts";
import { describeUnfit } from "./unfit-standby.ts";

type Check = Readiness["checks"]["database"];

const REPLICA_MS = READINESS_DEADLINE_MS * 0.75;

const OK: Check = { status: "ok" };
const failed = (message: string): Check => ({ status: "failed", message });

/**
 * Whether requests can be served and their work will be done: the database answers, through a pooler that lets everything
 * needed through if there is one, and lately did not fail most requests; the queue is installed, and a worker is alive that starts providers in its sandbox; the
 * worker says what holds that back. A worker without a sandbox counts only if its operator named that. The three checks run concurrently, and each has 2 s. A failure's message is for
 * operators, without details of the database. Concurrent calls share an answer.
 */
export function checkReadiness(core: Core): Promise<Readiness> {
  return core.services.readiness.share(async () => {
    const checks = await runChecks(core);
    const ok = Object.values(checks).every((check) => check.status === "ok");
    return { status: ok ? "ok" : "unavailable", checks };
  });
}

/** The workers that gave a sign of life lately. */
export function readLiveWorkers(core: Core): Promise<LiveWorkers> {
  return findLiveWorkers(core.db, SILENCE_SECONDS);
}

/** How many workers gave a sign of life lately. */
export async function countWorkers(core: Core): Promise<number> {
  return (await readLiveWorkers(core)).workers;
}

/** Whether every live worker enforces the egress policy on providers; null if none is alive. */
export async function isNetworkFiltered(core: Core): Promise<boolean | null> {
  return (await readLiveWorkers(core)).filtersNetwork;
}

async function runChecks(core: Core): Promise<Readiness["checks"]> {
  const [database, queue, sandbox] = await Promise.all([
    check(core, "The database", async () => {
      const replica = probeReplica(core);
      const fault = await core.db.findPoolerFault();
      if (fault !== null) return failed(fault);
      await pingDatabase(core.db);
      core.services.listener.open();
      return noted(findNotes(core, await replica));
    }),
    check(core, "The queue", async () =>
      (await isQueueInstalled(core.db)) ? OK : failed("The queue is not installed"),
    ),
    check(core, "The list of workers", async () => {
      return judgeWorkers(await readLiveWorkers(core));
    }),
  ]);
  if (database.status === "failed") {
    const unknown = failed("Not known without the database");
    return { database, queue: unknown, sandbox: unknown };
  }
  const fault = core.services.requests.findFault();
  return { database: fault === null ? database : failed(fault), queue, sandbox };
}

/** A read replica that hangs is no reason to be unready, so it has less time than the check. Never throws. */
async function probeReplica({ services: { standby } }: Core): Promise<StandbyUnfit | null> {
  if (standby === null) return null;
  return within(REPLICA_MS, standby.probe()).catch(() => "unreachable");
}

/** Problems that hold up nobody: without notifications, everything polls now and then. */
function findNotes({ services: { listener } }: Core, unfit: StandbyUnfit | null): string[] {
  const notes: string[] = [];
  if (listener.isDeaf) notes.push(DEAF);
  else if (listener.isLost) notes.push(LOST);
  if (unfit !== null) notes.push(describeUnfit(unfit));
  return notes;
}

function noted(notes: readonly string[]): Check {
  return notes.length === 0 ? OK : { status: "ok", message: notes.join(". ") };
}

const NO_TAKER =
  "No worker takes resources, so no provider is run: PRAGMA_QUEUES leaves them out, or the database does not answer those " +
  "that would";

/** A sandbox is there if every worker has a boundary, or its operator said that it needs none. */
function judgeWorkers({ workers, takers, queues, unnamed, boundaries, sandboxes }: LiveWorkers): Check {
  if (workers === 0) return failed("No worker gave a sign of life, so no provider can be run");
  if (takers === 0) return failed(NO_TAKER);
  const kinds = boundaries.map(({ boundary, workers: count }) => `${count} ${boundary}`).join(", ");
  const left = queues === null ? [] : QUEUES.filter((queue) => !queues.includes(queue));
  const message = [
    ...(kinds === "" ? [] : [`Workers by sandbox: ${kinds}.`]),
    ...sandboxes,
    ...(left.length === 0 ? [] : [`No worker takes ${left.join(", ")} (PRAGMA_QUEUES).`]),
  ].join(" ");
  if (unnamed === 0) return { status: "ok", message };
  const who = unnamed === workers ? "No worker has a sandbox" : `${unnamed} of ${workers} workers have no sandbox`;
  return failed(`${who}, and PRAGMA_SANDBOX=none does not say that none is needed. ${message}`);
}

async function check(core: Core, what: string, ask: () => Promise<Check>): Promise<Check> {
  try {
    return await within(READINESS_DEADLINE_MS, ask());
  } catch (error) {
    const seconds = READINESS_DEADLINE_MS / 1000;
    const message = error instanceof Overdue ? `${what} did not answer within ${seconds} s` : `${what} does not answer`;
    core.services.logger.warn({ err: error }, `not ready: ${message}`);
    return failed(message);
  }
}
