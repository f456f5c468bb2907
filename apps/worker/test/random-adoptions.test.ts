import { putShippedTypes } from "@pragma/db/queries";
import { afterAll, beforeAll, it } from "vitest";
import { Dice } from "../../../packages/core/test/changes/overlapping/dice.ts";
import { createWorld, type World } from "../../../packages/core/test/support/world.ts";
import { checkForgotten, checkPlanned, checkReality, momentOf } from "./random-adoption/checks.ts";
import { KINDS, someRequest, TITLES, WORDS } from "./random-adoption/requests.ts";
import { readRows } from "./random-adoption/rows.ts";
import { Run } from "./random-adoption/run.ts";

/**
 * Random plans that make, take over, change, replace and delete things, some of which were there before: what is planned is what
 * happens, and nobody else's thing is touched. Set PRAGMA_ADOPTIONS for more seeds, and PRAGMA_ADOPTIONS_FROM for others: one alone
 * repeats a failure.
 */
const SEEDS = Number(process.env["PRAGMA_ADOPTIONS"] ?? 15);
const FIRST = Number(process.env["PRAGMA_ADOPTIONS_FROM"] ?? 1);
/** One in so many seeds is run by processes that die at some of their statements. */
const KILLED = 5;
const KILLS = 0.15;
const CHANGES = 6;

let world: World;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 20 });
  await world.core.services.changeProgress.close();
  await putShippedTypes(world.core.db, "things", [
    {
      ...{ provider: "things", resource: "thing", version: "1", description: null, tags: [] },
      schema: JSON.stringify({
        type: "object",
        properties: {
          title: { type: "string", immutable: true },
          kind: { type: "string", immutable: true },
          content: { type: "string" },
        },
        required: ["title", "kind", "content"],
        additionalProperties: false,
      }),
      outputs_schema: JSON.stringify({
        type: "object",
        properties: { serial: { type: "integer" }, content: { type: "string" } },
      }),
      capabilities: ["read", "identity", "import"],
      ...{ real: true, drift_every: null },
    },
  ]);
});
afterAll(() => world.close());

/** People make, change and take away what has no resource. */
function meddle({ dice, things }: Run, managed: ReadonlySet<string | null>): void {
  const title = dice.pick(TITLES);
  if (managed.has(title)) return;
  things.remove(title);
  if (dice.chance(0.7)) things.make(title, dice.pick(KINDS), dice.pick(WORDS));
}

async function oneChange(run: Run, isKilled: boolean): Promise<void> {
  const { world: there, things, dice } = run;
  const rows = await readRows(there);
  const managed = new Set([...rows.values()].map(({ identity, config }) => identity ?? config.title));
  if (dice.chance(0.6)) meddle(run, managed);
  const plan = await run.plan(someRequest(dice, rows, things));
  if (!plan || plan.counts.refuse > 0 || plan.busy.length > 0) return;
  const isMeddled = dice.chance(0.15);
  if (isMeddled) meddle(run, managed);
  const before = momentOf(await readRows(there), things);
  await run.apply(plan.id);
  const isApplied = (await run.get(plan.id)).status !== "planned";
  await run.work();
  const after = momentOf(await readRows(there), things);
  checkReality(after, { leaks: isKilled });
  if (!isApplied || isKilled || isMeddled) return;
  checkPlanned(plan, before, after);
  if (dice.chance(0.35)) await undo(run, plan.id, before, after);
}

/** What a change took over is there when it is undone, as the change left it. */
async function undo(run: Run, id: string, before: ReturnType<typeof momentOf>, after: typeof before): Promise<void> {
  const applied = await run.get(id);
  const adopted = applied.actions.flatMap(({ action, resource: { provider, resource, name } }) => {
    const key = `${provider}/${resource}/${name}`;
    const row = after.rows.get(key);
    if (action !== "adopt" || row?.lifecycle_state !== "ready" || before.rows.has(key)) return [];
    return after.things.get(row.config.title) ?? [];
  });
  const plan = await run.planRevert(id);
  if (!plan || plan.counts.refuse > 0 || plan.busy.length > 0) return;
  await run.apply(plan.id);
  await run.work();
  const now = momentOf(await readRows(run.world), run.things);
  checkReality(now, { leaks: false });
  checkForgotten(adopted, now);
}

it.each(Array.from({ length: SEEDS }, (_, index) => FIRST + index))(
  "what is planned is what happens, and nobody else's thing is touched: seed %i",
  async (seed) => {
    const dice = new Dice(seed);
    const isKilled = seed % KILLED === 0;
    await world.pool.query("DELETE FROM pending_looks; DELETE FROM deferred_looks");
    const run = new Run(world, dice, isKilled ? KILLS : 0);
    for (const title of TITLES) if (dice.chance(0.6)) run.things.make(title, dice.pick(KINDS), dice.pick(WORDS));
    try {
      for (let left = CHANGES; left > 0; left--) await oneChange(run, isKilled);
    } catch (error) {
      if (error instanceof Error) error.message = `seed ${seed}: ${error.message}\n${run.story.join("\n")}`;
      throw error;
    }
  },
);
