import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ world, close } = await createWorld());
});
afterAll(() => close());

const MIB = 1024 * 1024;
/** Text that no compression makes smaller. */
const noise = (bytes: number) => randomBytes(bytes).toString("base64").slice(0, bytes);

it("a worker has no more values in hand than it has room for, and all get their turn", async () => {
  // On a busy machine a lease of the usual length may end while such a value is on its way, and it is handed back.
  const worker = await world.launchWorker({ valueBytes: MIB }, { leaseSeconds: 60 });
  try {
    const names = Array.from({ length: 12 }, (_, index) => `large-${index}`);
    await Promise.all(names.map((name) => world.object(name, { text: noise(400_000), delay_ms: 30 })));
    await Promise.all(names.map((_, index) => world.object(`small-${index}`, { text: "little" })));
    await world.allReady(24);

    const steps = await world.rows<{ name: string; change: number }>(
      `SELECT resource_key AS name, CASE to_state WHEN 'processing' THEN 1 ELSE -1 END AS change
       FROM resource_changes WHERE organization_id = $1 AND resource_key LIKE '%/large-%'
         AND (to_state = 'processing' OR from_state = 'processing') ORDER BY id`,
    );
    let [inHand, most] = [0, 0];
    for (const { change } of steps) {
      inHand += change;
      most = Math.max(most, inHand);
    }
    expect(steps).toHaveLength(24);
    expect(most).toBeLessThanOrEqual(2);
  } finally {
    await worker.stop(AbortSignal.abort());
  }
});
