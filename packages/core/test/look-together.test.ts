import { randomBytes } from "node:crypto";
import { inspectResources } from "@pragma/db/queries";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createWorld, type World } from "./support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** Random, since what is stored is compressed. */
const LARGE = randomBytes(500_000).toString("base64");

it("looks at many resources as at each alone: due, waiting, large, idle, being deleted and absent ones", async () => {
  const { org } = world;
  await org.apply("test/item/ready", { value: 1 });
  await org.apply("test/item/going", { value: 1 });
  await world.work();
  await org.apply("test/item/due", { value: 1, secret: "hidden" });
  await org.apply("test/item/waiting", { value: "${test/item/due.outputs.value}" });
  await org.apply("test/item/using", { value: "${test/item/ready.outputs.value}" });
  await org.apply("test/item/large", { text: LARGE });
  await org.draft("test/item/draft", { value: 1 });
  await org.delete("test/item/going");
  const names = ["ready", "going", "due", "waiting", "using", "large", "draft", "absent", "due"];
  const keys = names.map((name) => `test/item/${name}`);
  const tenant = world.core.db.tenant(org.id);
  const together = await inspectResources(tenant, keys);
  const alone = await Promise.all(keys.map(async (key) => (await inspectResources(tenant, [key]))[0]));
  expect(together).toEqual(alone);
  expect(together.map(({ kind }) => kind)).toEqual([
    "idle",
    "due",
    "due",
    "blocked",
    "due",
    "large",
    "idle",
    "idle",
    "due",
  ]);
  expect(await inspectResources(world.core.db.tenant(world.moveOn().id), keys)).toEqual(
    keys.map(() => ({ kind: "idle" })),
  );
});
