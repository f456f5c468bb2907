import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Organization } from "./support/organization.ts";
import { reject } from "./support/script.ts";
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

const key = (name: string) => `test/open/${name}`;
const id = (name: string) => `resource:test_open_${name}`;
const ref = (name: string) => ({ provider: "test", resource: "open", name });
const uses = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `\${test/open/${name}.outputs.v}`]));
const standings = (...names: string[]) => org.standings(...names.map(key));

async function ready(name: string, config: object = { v: 1 }, extras = {}): Promise<void> {
  await org.apply(key(name), config as never, extras);
  await world.work();
  expect(await org.standing(key(name))).toBe("ready");
}

/** Deletes a resource, where the deletion of one that goes before it fails. */
async function deleteWithFailure(name: string, failing: string, options = {}): Promise<void> {
  world.provider.answer(key(failing), reject("locked"));
  await org.delete(key(name), options);
  await world.work();
  world.provider.take();
  expect(await standings(name, failing)).toEqual(["pending+deleting", "failed+deleting"]);
}

describe("withdrawing the failed deletion of an owned resource", () => {
  it("is refused while its last owner's deletion waits for it", async () => {
    await ready("owner");
    await ready("owned", { v: 1 }, { owner_references: [ref("owner")] });
    await deleteWithFailure("owner", "owned");
    const before = await world.everything();
    await expect(org.apply(key("owned"), { v: 1 })).rejects.toMatchObject({
      code: "deletion_in_progress",
      message: `${id("owned")} belongs to ${id("owner")}, whose deletion waits for it: cancel that first`,
      facts: { resource_id: id("owned"), current_state: "failed" },
    });
    expect(await world.everything()).toEqual(before);
    await org.cancel(key("owner"));
    await org.apply(key("owned"), { v: 1 });
    await org.apply(key("owner"), { v: 1 });
    await world.work();
    expect(await standings("owner", "owned")).toEqual(["ready", "ready"]);
  });

  it("lets the owner go if another one stays", async () => {
    await ready("owner");
    await ready("owned", { v: 1 }, { owner_references: [ref("owner")] });
    await deleteWithFailure("owner", "owned");
    await ready("other");
    await org.apply(key("owned"), { v: 1 }, { owner_references: [ref("owner"), ref("other")] });
    await world.work();
    expect(await standings("owner", "owned")).toEqual(["gone", "ready"]);
  });

  it("lets the owner go if it no longer belongs to it", async () => {
    await ready("owner");
    await ready("owned", { v: 1 }, { owner_references: [ref("owner")] });
    await deleteWithFailure("owner", "owned");
    await org.apply(key("owned"), { v: 1 }, { owner_references: [] });
    await world.work();
    expect(await standings("owner", "owned")).toEqual(["gone", "ready"]);
  });
});

describe("withdrawing the failed deletion of a dependent", () => {
  it("is refused while it wants what is being deleted, and held up where it drops that", async () => {
    await ready("base");
    await ready("user", uses("base"));
    await deleteWithFailure("base", "user", { dependents: "cascade" });
    await expect(org.apply(key("user"), uses("base"))).rejects.toMatchObject({
      code: "deletion_in_progress",
      message: `${id("user")} depends on ${id("base")}, whose deletion waits for it: cancel that first`,
      facts: { not_ready_dependencies: [{ id: id("base"), state: "pending" }] },
    });
    await org.apply(key("user"), { v: 2 });
    expect(await org.condition(key("base"), "Deleting")).toBe("True Deleting: Waits for test/open/user (pending)");
    await world.work();
    expect(world.provider.take()).toEqual([`${key("user")} UPDATE`, `${key("base")} DELETE`]);
    expect(await standings("base", "user")).toEqual(["gone", "ready"]);
  });

  it("is refused if it would wait for a deletion that indirectly waits for it", async () => {
    await ready("base");
    await ready("a");
    await ready("x", { v: 1, ...uses("a") });
    await ready("user", uses("base"));
    world.provider.answer(key("x"), reject("locked"));
    await org.delete(key("x"));
    await world.work();
    await org.apply(key("user"), { v: 2, ...uses("x") });
    await org.delete(key("base"));
    await org.apply(key("a"), { v: 2, ...uses("base") });
    expect(await standings("base", "a", "x", "user")).toEqual([
      "pending+deleting",
      "pending",
      "failed+deleting",
      "pending",
    ]);
    await expect(org.apply(key("x"), { v: 1, ...uses("a") })).rejects.toMatchObject({
      code: "deletion_in_progress",
      facts: { cycle: ["x", "a", "base", "user"].map(id) },
    });
    await org.cancel(key("base"));
    await org.apply(key("base"), { v: 1 });
    await org.apply(key("x"), { v: 1, ...uses("a") });
    await world.work();
    expect(await standings("base", "a", "x", "user")).toEqual(Array(4).fill("ready"));
  });
});
