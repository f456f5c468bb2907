import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getBlastRadius, getRootCause } from "../src/resources/read/index.ts";
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

const key = (name: string) => `test/item/${name}`;
const ref = (name: string) => ({ provider: "test", resource: "item", name });
const short = (text: string) => text.replaceAll(/(test\/item\/|resource:test_item_)/g, "");
const using = (name: string) => ({ value: `\${${key(name)}.outputs.value}` });

/** Each as `name<through updated effect protected`, in order. */
async function blast(name: string): Promise<string[]> {
  const { affected } = await getBlastRadius(world.core, org.context, key(name));
  return affected.map((one) =>
    [
      one.through === null ? short(one.key) : `${short(one.key)}<${short(one.through)}`,
      one.updated ? "updated" : null,
      one.waiting ? "waiting" : null,
      one.deletion,
      one.protected ? "protected" : null,
    ]
      .filter((word) => word !== null)
      .join(" "),
  );
}

describe("the blast radius of a resource", () => {
  it("is itself alone where nothing depends on it, and is refused if it does not exist in the organization", async () => {
    await org.apply(key("a"));
    await org.apply(key("b"), {}, { depends_on: [key("a")] });
    await world.work();
    expect(await blast("b")).toEqual(["b goes"]);
    await expect(getBlastRadius(world.core, world.organization().context, key("a"))).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("has all that is updated, what a deletion is refused for, and what only a cascade takes", async () => {
    await org.apply(key("a"), { value: 1 });
    await org.apply(key("b"), using("a"));
    await org.apply(key("c"), using("b"), { deletion_protected: true });
    await org.apply(key("other"), { value: 1 });
    await world.work();
    await org.draft(key("draft"), using("a"));
    expect(await blast("a")).toEqual([
      "a goes",
      "b<a updated refused",
      "draft<a refused",
      "c<b updated cascade protected",
    ]);
    const { edges, truncated } = await getBlastRadius(world.core, org.context, key("a"));
    expect(edges.map(({ from, to }) => `${short(from)}>${short(to)}`).sort()).toEqual(["b>a", "c>b", "draft>a"]);
    expect(truncated).toBe(false);
  });

  it("goes with what it alone owns, without updating it; what others own, too, stays", async () => {
    await org.apply(key("a"));
    await org.apply(key("second"));
    await org.apply(key("own"), {}, { owner_references: [ref("a")] });
    await org.apply(key("shared"), {}, { owner_references: [ref("a"), ref("second")] });
    await org.apply(key("user"), {}, { depends_on: [key("own")] });
    await world.work();
    expect(await blast("a")).toEqual(["a goes", "own<a goes", "shared<a", "user<own refused"]);
  });

  it("says what a deletion does: the plan of one refuses and takes the same", async () => {
    await org.apply(key("a"), { value: 1 });
    await org.apply(key("b"), using("a"));
    await org.apply(key("own"), {}, { owner_references: [ref("a")] });
    await world.work();
    const { affected } = await getBlastRadius(world.core, org.context, key("a"));
    const refused = affected.filter(({ deletion }) => deletion === "refused").map(({ id }) => id);
    await expect(org.delete(key("a"))).rejects.toMatchObject({
      code: "has_dependents",
      facts: { dependents: refused },
    });
    await org.delete(key("a"), { dependents: "cascade" });
    await world.work();
    expect(await org.standings(...affected.map((one) => one.key))).toEqual(affected.map(() => "gone"));
  });

  it("has those that wait for it, directly or not", async () => {
    world.provider.answer(key("a"), reject("no"));
    await org.apply(key("a"));
    await org.apply(key("b"), {}, { depends_on: [key("a")] });
    await org.apply(key("c"), using("b"));
    await world.work();
    await org.draft(key("draft"), {}, { depends_on: [key("a")] });
    expect(await blast("a")).toEqual(["a goes", "b<a waiting refused", "draft<a refused", "c<b waiting cascade"]);
    expect(await blast("b")).toEqual(["b goes", "c<b waiting refused"]);
  });

  it("has those that still run with it", async () => {
    await org.apply(key("a"), { value: 1 });
    await org.apply(key("b"), using("a"));
    await world.work();
    world.provider.answer(key("b"), reject("no"));
    await org.apply(key("b"), { value: 2 });
    expect(await blast("a")).toEqual(["a goes", "b<a waits"]);
    await world.work();
    expect(await blast("a")).toEqual(["a goes", "b<a refused"]);
  });
});

describe("the root cause of a resource", () => {
  it("has all that it waits for, who waits for it, and the edges between them", async () => {
    world.provider.answer(key("a"), reject("password authentication failed"));
    await org.apply(key("a"));
    await org.apply(key("b"), {}, { depends_on: [key("a"), key("absent")] });
    await org.apply(key("fine"));
    await org.apply(key("c"), {}, { depends_on: [key("b"), key("fine")] });
    await world.work();
    const { explanation, awaited, edges } = await getRootCause(world.core, org.context, key("c"));
    expect(awaited.map((one) => `${short(one.key)} ${one.cause} ${short(String(one.waiter))}`)).toEqual([
      "c waits null",
      "b waits c",
      ...["a failed b", "absent absent b"],
    ]);
    expect(explanation.way.map((step) => short(step.key))).toEqual(["c", "b", "a"]);
    expect(edges.map(({ from, to }) => `${short(from)}>${short(to)}`).sort()).toEqual(["b>a", "b>absent", "c>b"]);
  });

  it("is empty where nothing keeps it, and is refused if it does not exist in the organization", async () => {
    await org.apply(key("a"));
    await world.work();
    expect(await getRootCause(world.core, org.context, key("a"))).toMatchObject({ awaited: [], edges: [] });
    await expect(getRootCause(world.core, world.organization().context, key("a"))).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
