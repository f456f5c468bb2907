import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Changes } from "../support/changes.ts";
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
    await org.apply(key("source"), { value: 1 });
    await org.apply(key("stale"), { value: `\${${key("source")}.outputs.value}` });
    await world.work();
    await org.apply(key("source"), { value: 2 });
    await (await world.hold(key("source"))).settle({ kind: "succeeded", outputs: { value: 2 } });
    expect(await org.standing(key("stale"))).toBe("ready+stale");
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
});
