import { afterAll, beforeAll, expect, it } from "vitest";
import { asRead, driftFound, write } from "../../src/resources/lifecycle/index.ts";
import { Changes } from "../support/changes.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

it("leads back to what was declared, whatever was found of the thing since", async () => {
  const { org } = world;
  const key = "test/item/a";
  await org.apply(key, { text: "${test/item/b.outputs.value}", count: 1 });
  await org.apply("test/item/b", { value: "b" });
  await world.work();
  await org.apply(key, { text: "${test/item/b.outputs.value}", count: 2 });
  await world.work();
  const row = await org.row(key);
  if (!row) throw new Error("It is gone");
  const found = [
    { path: "config.text", before: "b", after: "by hand" },
    { path: "config.count", before: 2, after: 3 },
  ];
  await write(world.core, asRead(org.id, row), driftFound(row, "drifted", found, null));

  const plan = await new Changes(world).rollBack(key, 1);
  expect(plan.actions).toMatchObject([{ action: "update", changes: [{ path: "config.count", before: 2, after: 1 }] }]);
});
