import { followHistory } from "@pragma/core/checks";
import type { World } from "./world.ts";

/** Waits until nobody follows the history. */
const ENDED = "SELECT pg_advisory_xact_lock(hashtextextended('follower:checks', 0))";

/** Resolves once what was committed before has been followed: by this call, or by a worker, beside which this call does nothing. */
export async function followed({ core, pool }: Pick<World, "core" | "pool">): Promise<void> {
  await pool.query(ENDED);
  await followHistory(core);
  await pool.query(ENDED);
}
