import { vi } from "vitest";
import type { World } from "./world.ts";

/** The call of the next job in the queue, as a worker would take it. */
export async function nextCall({ pool }: World): Promise<string> {
  return vi.waitFor(
    async () => {
      const { rows } = await pool.query<{ payload: { callId: string } }>(
        `DELETE FROM graphile_worker._private_jobs WHERE id = (
         SELECT id FROM graphile_worker._private_jobs ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
       ) RETURNING payload`,
      );
      if (!rows[0]) throw new Error("no job yet");
      return rows[0].payload.callId;
    },
    { timeout: 120_000 },
  );
}
