import { putShippedTypes } from "@pragma/db/queries";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFindings } from "../../src/resources/drift/finding.ts";
import { getResourceDrift } from "../../src/resources/read/index.ts";
import { findConfig } from "../support/checks.ts";
import { createWorld, type World } from "../support/world.ts";

const KEY = "test/vault/a";
const MASK = "********";

let world: World;

beforeAll(async () => {
  world = await createWorld();
  const schema = JSON.stringify({ type: "object", properties: { keys: { type: "object", sensitive: true } } });
  const type = { provider: "test", resource: "vault", version: "1", schema, outputs_schema: "{}", description: null };
  await putShippedTypes(world.core.db, "test", [
    { ...type, tags: [], capabilities: ["read"], real: true, drift_every: null },
  ]);
});
afterAll(() => world.close());

describe("what was found within a value that is sealed as a whole", () => {
  it("is one change of it, which names none of its keys", async () => {
    await world.org.apply(KEY, { keys: { "hidden-a": { x: 1, y: 2 }, "hidden-b": 1, "hidden-c": 3 } });
    await world.work();
    await findConfig(world, KEY, { keys: { "hidden-a": { x: 5 }, "hidden-b": null } });
    const change = { path: "config.keys", declared: MASK, found: MASK };
    expect((await getResourceDrift(world.core, world.org.context, KEY)).changes).toEqual([change]);
    const stored = (await readFindings(world.core.db.tenant(world.org.id), [KEY])).get(KEY)?.changes;
    const told = (await world.org.history(KEY)).filter(({ event_type }) => event_type === "DRIFT");
    expect(JSON.stringify([stored, told])).not.toContain("hidden");
    expect((await getResourceDrift(world.core, world.org.context, KEY, { reveal: true })).changes).toEqual([
      {
        path: "config.keys",
        declared: { "hidden-a": { x: 1, y: 2 }, "hidden-b": 1, "hidden-c": 3 },
        found: { "hidden-a": { x: 5, y: 2 }, "hidden-c": 3 },
      },
    ]);
  });
});
