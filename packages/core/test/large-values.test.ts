import { areLargerThan, inspectResources } from "@pragma/db/queries";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getChangeGraph } from "../src/changes/index.ts";
import { Changes } from "./support/changes.ts";
import { createWorld, type World } from "./support/world.ts";

const MIB = 1024 * 1024;
const COUNT = 34;
const keys = Array.from({ length: COUNT }, (_, index) => `test/item/n${index}`);

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

describe("what a change replaced", () => {
  it("is read up to a bound: a revert beyond that is refused, and the graph shows what fits", async () => {
    const org = world.moveOn();
    const changes = new Changes(world);
    const names = Array.from({ length: 130 }, (_, index) => `r${index}`);
    const documents = (text: string) =>
      names.map((name) => ({ provider: "test", resource: "item", name, config: { text }, lifecycle_state: "pending" }));
    await changes.finish((await changes.applyNow({ documents: documents("a") })).id);
    const { id } = await changes.applyNow({ documents: documents("b") });
    await changes.finish(id);
    await world.pool.query(
      `UPDATE change_actions SET snapshot = jsonb_set(snapshot::jsonb, '{before,config,text}', to_jsonb(repeat('x', $2)))::json
       WHERE organization_id = $1 AND snapshot::jsonb->'before'->'config'->>'text' = 'a'`,
      [org.id, MIB],
    );
    await expect(changes.revert(id)).rejects.toMatchObject({
      code: "payload_too_large",
      message: `What the change ${id} replaced holds more than 128 MiB: roll its resources back one by one`,
    });
    const graph = await getChangeGraph(world.core, org.context, id);
    expect(graph.nodes).toHaveLength(names.length);
  });
});

describe("values that the database stores compressed count as what they take in memory", () => {
  /** Each has four values of 1 MiB, of which the database stores some 50 KiB. */
  beforeAll(async () => {
    world.moveOn();
    for (const key of keys) await world.org.apply(key, { text: "a" });
    await world.work();
    for (const key of keys) await world.org.apply(key, { text: "b" });
    await world.pool.query(
      `UPDATE resources SET config = v, resolved_config = v, applied_config = v, outputs = v
       FROM (SELECT json_build_object('text', repeat('x', $1)) AS v) AS large`,
      [MIB],
    );
  });

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
    const looks = await inspectResources(world.core.db.tenant(world.org.id), keys);
    expect(new Set(looks.map(({ kind }) => kind))).toEqual(new Set(["large"]));
    expect(looks.every((look) => look.kind === "large" && look.bytes > 4 * MIB)).toBe(true);
  });
});
