import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reapplyResource } from "../src/resources/recover/index.ts";
import type { Organization } from "./support/organization.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
});
afterAll(() => world.close());

const key = (name: string) => `test/item/${name}`;
const reapply = (name: string) => reapplyResource(world.core, org.context, name);

describe("applying a resource again", () => {
  it("has its provider update it with the config that it has, secrets and all", async () => {
    await org.apply(key("base"), { value: 7 });
    const users = [{ name: "ann", password: "p-ann-1" }];
    await org.apply(key("a"), { text: "${test/item/base.outputs.value}!", users }, { tags: ["x"] });
    await world.work();
    const before = await org.row(key("a"));
    world.provider.take();
    const calls = world.provider.calls;
    expect(await reapply(key("a"))).toMatchObject({ lifecycle_state: "pending", generation: before?.generation });
    await world.work();
    expect(calls.map(({ event, config }) => ({ event, config }))).toEqual([
      { event: "UPDATE", config: { text: "7!", users } },
    ]);
    const { config, tags, generation, lifecycle_state } = (await org.row(key("a"))) ?? {};
    expect({ config, tags, generation, lifecycle_state }).toEqual({
      config: before?.config,
      tags: ["x"],
      generation: before?.generation,
      lifecycle_state: "ready",
    });
  });

  it("leaves its dependents alone where its outputs stay", async () => {
    await org.apply(key("base"), { value: 7 });
    await org.apply(key("a"), { value: "${test/item/base.outputs.value}" });
    await world.work();
    const before = await org.history(key("a"));
    await reapply(key("base"));
    await world.work();
    expect(await org.history(key("a"))).toEqual(before);
  });

  it("is refused for what is not ready, and changes nothing", async () => {
    await org.draft(key("a"), { value: 1 });
    const before = await org.row(key("a"));
    await expect(reapply(key("a"))).rejects.toMatchObject({ code: "conflict" });
    expect(await org.row(key("a"))).toEqual(before);
    await expect(reapply(key("none"))).rejects.toMatchObject({ code: "not_found" });
  });
});
