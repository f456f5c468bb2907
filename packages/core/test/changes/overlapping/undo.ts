import { work } from "./calm.ts";
import { violated } from "./invariants.ts";
import { end, sweep } from "./moves.ts";
import { named } from "./named.ts";
import { someRequest } from "./requests.ts";
import type { Row } from "./rows.ts";
import type { Run } from "./run.ts";

/** A deletion that had failed may be gone by itself before its change is undone. */
function isLeaving(rows: ReadonlyMap<string, Row>): boolean {
  return [...rows.values()].some(({ is_leaving }) => is_leaving);
}

/** One more change, and its revert: the world is that of before, or the plan names what is not. @returns whether it was compared */
export async function undo(run: Run): Promise<boolean> {
  const before = await run.rows();
  const body = named(run, someRequest(run.dice, before));
  if (run.dice.chance(0.3)) run.mood = "moody";
  const made = await run.operate(`apply ${body.message}`, (core) => run.changes.on(core).applyNow(body));
  if (!made) return false;
  if (run.dice.chance(0.3)) for (let left = run.dice.below(5); left > 0; left--) await run.step(false);
  if (run.dice.chance(0.3)) await end(run);
  await work(run);
  run.mood = "calm";
  await finish(run);
  if (run.statuses.get(made.id) === "applying") return false;
  const isExempt = isLeaving(before) || isLeaving(await run.rows());
  const leave = run.dice.chance(0.8) ? { allow_replace: true as const } : {};
  const plan = await run.operate(`plan revert of ${body.message}`, (core) =>
    run.changes.on(core).revert(made.id, leave),
  );
  if (!plan || plan.counts.refuse > 0 || isExempt) return false;
  await run.operate(`apply revert of ${body.message}`, (core) => run.changes.on(core).apply(plan.id));
  if (run.statuses.get(plan.id) === "planned") return false;
  await work(run);
  await sweep(run);
  const after = await run.rows();
  const faults = [...new Set([...before.keys(), ...after.keys()])].filter(
    (key) => declared(before.get(key)) !== declared(after.get(key)),
  );
  const said = faults.map((key) => `${key}:\n${declared(before.get(key))}\n${declared(after.get(key))}`);
  await finish(run);
  if (faults.length > 0)
    violated(`not as before ${body.message}: ${said.join("\n")}\n${JSON.stringify(plan, null, 1)}`);
  return true;
}

async function finish(run: Run): Promise<void> {
  for (let round = 0; round < 5 && [...run.statuses.values()].includes("applying"); round++) {
    await sweep(run);
    await work(run);
    if (![...run.statuses.values()].includes("applying")) return;
    await end(run);
  }
}

/** The user's declaration of a resource, and what ran. */
function declared(row: Row | undefined): string {
  // A deletion may wait for what waited before.
  if (!row || row.is_leaving) return "gone";
  const { config, dependencies, explicit_dependencies, owner_references, tags, set, deletion_protected } = row;
  return JSON.stringify({
    config,
    dependencies,
    explicit_dependencies,
    owner_references,
    tags: tags ?? [],
    set,
    deletion_protected,
    isDraft: row.lifecycle_state === "draft",
  });
}
