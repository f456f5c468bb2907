import { areLargerThan, lookAtResources } from "@pragma/db/queries";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Changes } from "./support/changes.ts";
import { createWorld, type World } from "./support/world.ts";

const MIB = 1024 * 1024;
const COUNT = 34;
const keys = Array.from({ length: COUNT }, (_, index) => `test/item/n${index}`);

let world: World;

/** Each has four values of 1 MiB, of which the database stores some 50 KiB. */
beforeAll(async () => {
  world = await createWorld();
  for (const key of keys) await world.org.apply(key, { text: "a" });
  await world.work();
  for (const key of keys) await world.org.apply(key, { text: "b" });
  await world.pool.query(
    `UPDATE resources SET config = v, resolved_config = v, applied_config = v, outputs = v
     FROM (SELECT json_build_object('text', repeat('x', $1)) AS v) AS large`,
    [MIB],
  );
});
afterAll(() => world.close());

describe("values that the database stores compressed count as what they take in memory", () => {
  it("when it is measured whether they are too large, up to the answer", async () => {
    const tenant = world.core.db.tenant(world.org.id);
    expect(await areLargerThan(tenant, keys, COUNT * 4 * MIB)).toBe(true);
    expect(await areLargerThan(tenant, keys, COUNT * 4.1 * MIB)).toBe(false);
    expect(await areLargerThan(tenant, [], 0)).toBe(false);
  });

  it("in a plan, which is refused before they are read", async () => {
    const documents = keys.map((key) => {
      return { provider: "test", resource: "item", name: key.split("/")[2], config: {}, lifecycle_state: "pending" };
    });
    await expect(new Changes(world).plan({ documents })).rejects.toMatchObject({
      issues: [{ type: "plan_too_large" }],
    });
  });

  it("in looks that are read together: each is read on its own", async () => {
    const looks = await lookAtResources(world.core.db.tenant(world.org.id), keys);
    expect(new Set(looks.map(({ kind }) => kind))).toEqual(new Set(["large"]));
    expect(looks.every((look) => look.kind === "large" && look.bytes > 4 * MIB)).toBe(true);
  });
});
