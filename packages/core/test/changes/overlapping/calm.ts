import { resyncWaiting } from "@pragma/db/queries";
import { reapLostWork } from "../../../src/processing/reconcile/index.ts";
import { violated } from "./invariants.ts";
import { end, loseLeases, sweep } from "./moves.ts";
import { named } from "./named.ts";
import { keyOf } from "./requests.ts";
import type { Run } from "./run.ts";

const ROUNDS = 30;
const BEGINNING = { organization_id: "00000000-0000-0000-0000-000000000000", key: "" };

/** Answers all that is in hand, and works until the queue is empty. */
export async function work(run: Run): Promise<void> {
  for (const claim of run.held.splice(0)) await run.answer(claim);
  // A process that died may have taken looks with it.
  if (run.kills > 0) {
    await loseLeases(run, false);
    await resyncWaiting(run.world.core.db, 0, BEGINNING, 500);
  }
  for (let taken = 0; ; taken++) {
    await run.world.elapse();
    if (!(await run.step(false))) return;
    if (taken > 2000) violated("the queue does not run empty");
  }
}

/** Nothing fails any more; what waits for something that is missing is corrected or ended, until every change is over. */
export async function calmDown(run: Run): Promise<void> {
  run.cuts = 0;
  for (let round = 0; round < ROUNDS; round++) {
    await work(run);
    run.mood = "calm";
    await sweep(run);
    await work(run);
    const open = [...run.statuses].filter(([, status]) => status === "applying");
    if (open.length === 0) return checkQuiet(run);
    await correct(run, open[0]?.[0] as string);
  }
  violated(`still applying: ${JSON.stringify((await run.shown()).filter(({ status }) => status === "applying"))}`);
}

async function correct(run: Run, id: string): Promise<void> {
  const { blocked, actions } = await run.changes.get(id);
  if (blocked.length === 0) violated(`waits for nothing: ${JSON.stringify(actions)}`);
  if (run.dice.chance(0.4)) return end(run);
  const waiting = blocked.map(({ resource }) => resource.split("_")[2] ?? "");
  const documents = waiting.map((name) => ({
    provider: "test",
    resource: "open",
    name,
    config: { own: run.dice.below(4) },
  }));
  const body = named(run, { documents, delete: [], allow_replace: true });
  if (run.dice.chance(0.5)) await run.operate(`apply ${body.message}`, (core) => run.changes.on(core).applyNow(body));
  else
    await run.operate("write nobody", (core) =>
      run.org.on(core).apply(keyOf(`nobody${run.dice.below(2)}`), { own: 1 }),
    );
}

/** Nobody holds anything, and nothing would be found by the safety nets. */
async function checkQuiet({ world, org }: Run): Promise<void> {
  const of = `organization_id = '${org.id}'`;
  const left = {
    leases: await world.count("leases", of),
    looks: await world.count("pending_looks", of),
    deferred: await world.count("deferred_looks", `'${org.id}' = ANY (organization_ids)`),
    lost: await reapLostWork(world.core),
  };
  if (Object.values(left).some((count) => count > 0)) violated(`not quiet: ${JSON.stringify(left)}`);
}
