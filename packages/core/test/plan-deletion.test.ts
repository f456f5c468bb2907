import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DomainError } from "../src/common/errors.ts";
import { type DeleteOptions, planDeletion } from "../src/resources/delete/index.ts";
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
const ref = (name: string) => ({ provider: "test", resource: "item", name });

/** A plan, in which nothing may be written, in short. */
async function plan(name: string, dependents?: DeleteOptions["dependents"]) {
  const before = await world.everything();
  const found = await planDeletion(world.core, org.context, key(name), { dependents });
  expect(await world.everything()).toEqual(before);
  return {
    // Independent ones have no order.
    first: found.members
      .slice(0, -1)
      .map((member) => `${member.key.split("/")[2]}${member.through_provider ? "" : " at once"}`)
      .sort(),
    last: found.members.at(-1)?.key.split("/")[2],
    detached: found.detached.map((member) => member.key.split("/")[2]),
    obstacles: found.obstacles.map(({ code, facts }) =>
      [code, ...(facts.dependents ?? facts.protected ?? [])].join(" "),
    ),
  };
}

describe("the plan of a deletion", () => {
  it("names what goes, in order, and what would be refused", async () => {
    await org.apply(key("base"), { value: 1 });
    await org.apply(key("user"), { value: "${test/item/base.outputs.value}" });
    await org.apply(key("top"), {}, { depends_on: [key("user")] });
    await org.apply(key("child"), {}, { owner_references: [ref("base")] });
    await world.work();
    await org.draft(key("idea"), {}, { owner_references: [ref("base")] });

    expect(await plan("base")).toEqual({
      first: ["child", "idea at once"],
      last: "base",
      detached: [],
      obstacles: ["has_dependents resource:test_item_user"],
    });
    const cascade = await planDeletion(world.core, org.context, key("base"), { dependents: "cascade" });
    const order = cascade.members.map((member) => member.key);
    expect([order.length, cascade.member_count, order.at(-1), cascade.obstacles]).toEqual([5, 5, key("base"), []]);
    expect(order.indexOf(key("top"))).toBeLessThan(order.indexOf(key("user")));
    expect(await plan("base", "detach")).toEqual({
      first: ["child", "idea at once"],
      last: "base",
      detached: ["user"],
      obstacles: [],
    });
  });

  it("names all obstacles, where the deletion names the first", async () => {
    await org.apply(key("base"), {}, { deletion_protected: true });
    await org.apply(key("child"), {}, { owner_references: [ref("base")] });
    await world.work();
    await org.apply(key("user"), {}, { depends_on: [key("base")] });
    await org.apply(key("child"), { value: 2 });
    const held = await world.hold(key("child"));
    expect((await plan("base")).obstacles).toEqual([
      "deletion_protected resource:test_item_base",
      "has_dependents resource:test_item_user",
      "not_deletable",
    ]);
    const error = await org.delete(key("base")).catch((reason: unknown) => reason);
    expect((error as DomainError).code).toBe("deletion_protected");
    await held.settle({ kind: "succeeded", outputs: {} });
  });

  it("finds values that a dependent could not be given", async () => {
    await org.draft(key("base"), { value: 1 });
    await org.apply(key("user"), { value: "${test/item/base.outputs.value}" });
    expect((await plan("base", "detach")).obstacles).toEqual(["has_dependents resource:test_item_user"]);
    await expect(org.delete(key("base"), { dependents: "detach" })).rejects.toBeInstanceOf(DomainError);
  });

  it("of what is already being deleted has no obstacles", async () => {
    await org.apply(key("a"));
    await world.work();
    await org.delete(key("a"));
    expect(await planDeletion(world.core, org.context, key("a"))).toMatchObject({ under_way: true, obstacles: [] });
  });

  it("includes nobody else's resources", async () => {
    await org.draft(key("a"));
    const other = world.organization().context;
    await expect(planDeletion(world.core, other, key("a"))).rejects.toMatchObject({ code: "not_found" });
  });
});
