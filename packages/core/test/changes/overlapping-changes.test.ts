import { afterAll, beforeAll, it } from "vitest";
import { createWorld, type World } from "../support/world.ts";
import { calmDown } from "./overlapping/calm.ts";
import { Dice } from "./overlapping/dice.ts";
import { move } from "./overlapping/moves.ts";
import { checkOutcome } from "./overlapping/outcome.ts";
import { Run } from "./overlapping/run.ts";
import { undo } from "./overlapping/undo.ts";

/**
 * Two to five changes over the same few resources, with all that users, workers and accidents do in between. Set
 * PRAGMA_OVERLAPS for more seeds, and PRAGMA_OVERLAPS_FROM for others: one alone repeats a failure.
 */
const SEEDS = Number(process.env["PRAGMA_OVERLAPS"] ?? 10);
const FIRST = Number(process.env["PRAGMA_OVERLAPS_FROM"] ?? 1);
/** One in so many seeds is run by processes that die at some of their statements. */
const KILLED = 5;
const KILLS = 0.2;

let world: World;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 2 });
  // Only the sweep looks whether changes are over, so that a seed repeats what it did.
  await world.core.services.changeProgress.close();
});
afterAll(() => world.close());

it.each(Array.from({ length: SEEDS }, (_, index) => FIRST + index))(
  "what changes say is what happened, and nothing stays open: seed %i",
  { timeout: 240_000 },
  async (seed) => {
    const dice = new Dice(seed);
    const isKilled = seed % KILLED === 0;
    // Rows that a failed seed has left.
    await world.pool.query("DELETE FROM pending_looks; DELETE FROM deferred_looks");
    const run = new Run(world, dice, isKilled ? KILLS : 0);
    try {
      for (let left = 15 + dice.below(40); left > 0; left--) await move(run);
      await calmDown(run);
      await checkOutcome(run);
      if (!isKilled && dice.chance(0.7)) await undo(run);
    } catch (error) {
      if (error instanceof Error) error.message = `seed ${seed}: ${error.message}\n${run.story.join("\n")}`;
      throw error;
    }
  },
);
