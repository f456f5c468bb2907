import type { JsonObject } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
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

const ref = (name: string) => ({ provider: "test", resource: "item", name });
const A = "test/item/a";

async function lastChanges(key: string) {
  const told = (await org.history(key)).filter(({ event_type: type }) => type === "UPDATE" || type === "METADATA");
  return told.findLast(({ from_state: from, to_state: to }) => to !== "processing" && from !== "processing")?.changes;
}

describe("the history of an apply", () => {
  it("reports dependencies, which nothing else in it would", async () => {
    await org.apply("test/item/b", { value: 1 });
    await org.apply(A, { value: 1 });
    await world.work();
    await org.apply(A, { value: 1 }, { depends_on: ["test/item/b"] });
    expect(await lastChanges(A)).toEqual([{ path: "dependencies", before: [], after: [ref("b")] }]);
    await world.work();
    await org.apply(A, { value: 1 }, { depends_on: [] });
    expect(await lastChanges(A)).toEqual([{ path: "dependencies", before: [ref("b")], after: [] }]);
  });

  it("reports those that come and go with a reference", async () => {
    await org.apply("test/item/b", { value: 1 });
    await org.apply(A, { value: 1 });
    await world.work();
    const config: JsonObject = { value: "${test/item/b.outputs.value}" };
    await org.draft(A, config, { tags: ["x"] });
    expect(await lastChanges(A)).toEqual([
      { path: "config.value", before: 1, after: "${test/item/b.outputs.value}" },
      { path: "tags", before: null, after: ["x"] },
      { path: "dependencies", before: [], after: [ref("b")] },
    ]);
  });

  it("does not mention dependencies that stay, whatever their origin", async () => {
    await org.apply("test/item/b", { value: 1 });
    const config = { value: "${test/item/b.outputs.value}" };
    await org.apply(A, config);
    await world.work();
    await org.draft(A, config, { depends_on: ["test/item/b"] });
    expect(await lastChanges(A)).toEqual([]);
  });
});

it("the history of a detached resource reports the dependency that it loses", async () => {
  await org.apply("test/item/b", { value: 1 });
  await org.apply(A, { value: 1 }, { depends_on: ["test/item/b"] });
  await world.work();
  await org.delete("test/item/b", { dependents: "detach" });
  expect(await lastChanges(A)).toEqual([{ path: "dependencies", before: [ref("b")], after: [] }]);
});
