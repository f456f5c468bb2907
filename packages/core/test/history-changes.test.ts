import type { JsonObject } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rollBackResource } from "../src/changes/index.ts";
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

describe("the history of an update that a changed input caused", () => {
  it("says which input changed, and how", async () => {
    await org.apply("test/item/b", { value: { url: "a", port: 1 } });
    await org.apply(A, { value: "${test/item/b.outputs.value.url}", text: "at ${test/item/b.outputs.value.url}" });
    await world.work();
    await org.apply("test/item/b", { value: { url: "b", port: 1 } });
    await world.work();
    const from = ["test/item/b.outputs.value.url"];
    expect(await lastChanges(A)).toEqual([
      { path: "resolved_config.value", before: "a", after: "b", from },
      { path: "resolved_config.text", before: "at a", after: "at b", from },
    ]);
    const other = (await org.history(A)).filter(({ changes }) => changes.length > 0);
    expect(other.map(({ event_type: type }) => type)).toEqual(["UPDATE"]);
  });

  it("shows no secret", async () => {
    await org.apply("test/item/b", { secret: "hunter2-old" });
    await org.apply(A, { secret: "${test/item/b.config.secret}" });
    await world.work();
    await org.apply("test/item/b", { secret: "hunter2-new" });
    await world.work();
    expect(await lastChanges(A)).toEqual([
      {
        path: "resolved_config.secret",
        before: "********",
        after: "********",
        from: ["test/item/b.config.secret"],
      },
    ]);
    expect(await world.tablesHolding("hunter2-")).toEqual([]);
  });

  it("leaves out what somebody wrote into a config that then failed", async () => {
    await org.apply("test/item/b", { value: 1 });
    await org.apply(A, { value: "${test/item/b.outputs.value}" });
    await world.work();
    world.provider.answer(A, reject("no"));
    await org.apply(A, { value: "${test/item/b.outputs.value}", text: "new" });
    await world.work();
    await org.apply("test/item/b", { value: 2 });
    await world.work();
    expect(await lastChanges(A)).toEqual([
      { path: "resolved_config.value", before: 1, after: 2, from: ["test/item/b.outputs.value"] },
    ]);
  });

  it("does not disturb a roll-back, which undoes what was written alone", async () => {
    await org.apply("test/item/b", { value: 1 });
    await org.apply(A, { value: "${test/item/b.outputs.value}", text: "one" });
    await world.work();
    await org.apply(A, { value: "${test/item/b.outputs.value}", text: "two" });
    await world.work();
    await org.apply("test/item/b", { value: 2 });
    await world.work();
    await rollBackResource(world.core, org.context, { id: A, generation: 1, apply: true });
    expect((await org.get(A)).config).toEqual({ value: "${test/item/b.outputs.value}", text: "one" });
  });
});
