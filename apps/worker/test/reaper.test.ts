import { randomUUID } from "node:crypto";
import { createDatabase } from "@pragma/db";
import { findStillInHand } from "@pragma/db/queries";
import { expect, it, onTestFinished } from "vitest";
import { startReaper } from "../src/reaper.ts";
import { createWorld } from "./support/world.ts";

it("takes nothing over at first: it cannot know that the database's clock was set forward before it began", async () => {
  const { world, close } = await createWorld();
  onTestFinished(close);
  const lease = { organizationId: world.context.organizationId, key: "objects/object/held", leaseId: randomUUID() };
  await world.pool.query(
    `INSERT INTO leases (organization_id, resource_key, id, event_id, owner, expires_at)
     VALUES ($1, $2, $3, $4, 'somebody', now() - interval '1 hour')`,
    [lease.organizationId, lease.key, lease.leaseId, randomUUID()],
  );
  // It ends after its first round.
  await startReaper(world.core, 3_600_000, async () => {})();
  expect(await findStillInHand(createDatabase(world.pool), [lease])).toEqual([lease]);
});
