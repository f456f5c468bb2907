import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { settleChange } from "../../src/foundation/change-progress/settle-change.ts";
import { Changes } from "../support/changes.ts";
import { untilBlocked } from "../support/held-open.ts";
import type { Organization } from "../support/organization.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let org: Organization;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
  changes = new Changes(world);
});
afterAll(() => world.close());

const key = (name: string) => `test/item/${name}`;
const document = (name: string, ...dependencies: string[]) => ({
  ...{ provider: "test", resource: "item", name, config: {} },
  depends_on: dependencies.map(key),
});

/** Makes resources ready: `[name, ...dependencies]`. */
async function ready(...all: [string, ...string[]][]): Promise<void> {
  for (const [name, ...dependencies] of all) await org.apply(key(name), {}, { depends_on: dependencies.map(key) });
  await world.work();
}

/** Makes a resource `stale` that waits to be decided: a value that it uses has changed. */
async function makeStale(): Promise<void> {
  await org.apply(key("source"), { value: 1 });
  await org.apply(key("stale"), { value: `\${${key("source")}.outputs.value}` });
  await world.work();
  await org.apply(key("source"), { value: 2 });
  await (await world.hold(key("source"))).settle({ kind: "succeeded", outputs: { value: 2 } });
  expect(await org.standing(key("stale"))).toBe("ready+stale");
}

describe("edges of one change", () => {
  it("may be turned around: what one document drops opens the way for another's", async () => {
    await ready(["b"], ["a", "b"]);
    const { id } = await changes.applyNow({ documents: [document("a"), document("b", "a")] });
    expect(await changes.finish(id)).toMatchObject({ status: "succeeded" });
    expect((await org.get(key("b"))).dependencies).toEqual([{ provider: "test", resource: "item", name: "a" }]);
    expect((await org.get(key("a"))).dependencies).toEqual([]);
  });

  it("are new to what waits for a changed input, and to what depends on that", async () => {
    await ready(["base"], ["other"], ["x"], ["between", "x"], ["y", "between"]);
    await makeStale();
    // In this order the first marks what is below it, of which the second is a part.
    const { id } = await changes.applyNow({ documents: [document("x", "stale"), document("y", "between", "other")] });
    expect(await org.standings(key("x"), key("between"), key("y"))).toEqual([
      "pending+stale",
      "ready+stale",
      "pending+stale",
    ]);
    expect(await changes.finish(id)).toMatchObject({ status: "succeeded" });
    expect(await org.standings(key("x"), key("between"), key("y"))).toEqual(["ready", "ready", "ready"]);
  });

  it("of a withdrawn deletion close no ring, whatever another writer adds meanwhile", async () => {
    await ready(["y"], ["x"], ["d", "x"], ["r", "y"]);
    await org.delete(key("d"));
    await (await world.hold(key("d"))).settle({ kind: "rejected", message: "still in use" });
    await org.apply(key("r"), {}, { depends_on: [key("d")] });
    await org.delete(key("y"));
    await world.work();
    expect(await org.standings(key("d"), key("y"), key("r"))).toEqual([
      "failed+deleting",
      "pending+deleting",
      "pending",
    ]);
    // The change has looked for rings, and waits for a row.
    const release = await world.lockRow(key("d"));
    const withdrawn = changes.applyNow({ documents: [document("d", "x")] }).then(
      () => true,
      () => false,
    );
    await world.lockAwaited();
    const other = org.apply(key("x"), {}, { depends_on: [key("y")] }).then(
      () => true,
      () => false,
    );
    await untilBlockedOrDone(other);
    await release();
    expect([await withdrawn, await other].filter(Boolean)).toHaveLength(1);
  });
});

/** Until another connection waits for a lock, too, or there is nothing to wait for. */
async function untilBlockedOrDone(writer: Promise<unknown>): Promise<void> {
  await Promise.race([writer, untilBlocked(world, 2)]);
}

describe("the actions of one change", () => {
  it("go on for a resource of which it changes only the metadata, while it is marked", async () => {
    await ready(["x"], ["m", "x"]);
    await makeStale();
    const documents = [document("x", "stale"), { ...document("m", "x"), tags: ["t"] }];
    const { id } = await changes.applyNow({ documents });
    while ((await org.standing(key("x"))) !== "ready") await world.step();
    expect(await org.standing(key("m"))).toBe("ready+stale");
    await settleChange(world.core.db, org.id, id);
    expect(await changes.get(id)).toMatchObject({ status: "applying" });
    expect(await changes.finish(id)).toMatchObject({ status: "succeeded" });

    const plan = await changes.plan({ documents: [document("x"), { ...document("m", "x"), tags: ["u"] }] });
    await changes.apply(plan.id);
    expect(await changes.finish(plan.id)).toMatchObject({ status: "succeeded" });
  });

  it.each([
    ["plain", {}],
    ["with a new owner", { owner_references: [{ provider: "test", resource: "item", name: "owner" }] }],
  ])("end another change by taking over its last one: %s", async (_, more) => {
    await ready(["owner"]);
    await org.apply(key("source"), { value: 1 });
    await org.apply(key("f"), { value: `\${${key("source")}.outputs.value}` });
    await world.work();
    const { id } = await changes.applyNow({ documents: [{ ...document("source"), config: { value: 2 } }] });
    await (await world.hold(key("source"))).settle({ kind: "succeeded", outputs: { value: 2 } });
    // The look that this asked for must not be the one that finds the change over.
    await sleep(500);
    await changes.applyNow({ documents: [{ ...document("f"), config: { value: 7 }, ...more }] });
    await expect.poll(async () => (await changes.get(id)).status).not.toBe("applying");
  });
});
