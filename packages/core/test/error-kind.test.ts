import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Outcome } from "../src/processing/reconcile/index.ts";
import { getDeadLetter, listDeadLetterRows, retryDeadLetter } from "../src/resources/dead-letters/index.ts";
import { Changes } from "./support/changes.ts";
import type { Organization } from "./support/organization.ts";
import { fail, reject } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 2 });
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
});
afterAll(() => world.close());

const key = "test/item/a";

describe("the kind of an error", () => {
  const refusal = { ...reject("no such region"), facts: { field: "config" } } as Outcome;
  const kindsOf = async (at: string) => {
    const { id, error_kind } = await org.get(at);
    const { rows } = await listDeadLetterRows(world.core, org.context, {}, { limit: 10 });
    const listed = rows.find(({ key: one }) => one === at);
    const full = listed && (await getDeadLetter(world.core, org.context, listed.event_id));
    const letter = (await org.deadLetters()).find(({ event_id }) => event_id === listed?.event_id);
    expect([full?.error_kind, letter?.error_kind], id).toEqual([listed?.error_kind, listed?.error_kind]);
    return [error_kind, listed?.error_kind];
  };

  it("is `config` where only another config, or another value that it takes, can help", async () => {
    world.provider.answer(key, refusal);
    await org.apply(key, { value: 1 });
    await org.apply("test/item/source", { value: 1 });
    await org.apply("test/item/missing", { value: "${test/item/source.outputs.value.port}" });
    await org.apply("test/item/invalid", { text: "${test/item/source.outputs.value}" });
    await world.work();
    expect(await kindsOf(key)).toEqual(["config", "config"]);
    expect(await kindsOf("test/item/missing")).toEqual(["config", "config"]);
    expect(await kindsOf("test/item/invalid")).toEqual(["config", "config"]);
  });

  it("is none where a retry may help, once it is retried, and of what was cancelled", async () => {
    world.provider.answer(key, refusal);
    world.provider.answer("test/item/b", fail("down"), fail("down"));
    for (const at of [key, "test/item/b"]) await org.apply(at, { value: 1 });
    await world.work();
    expect(await kindsOf("test/item/b")).toEqual([null, null]);
    const letter = (await org.deadLetters()).find(({ resource_name: name }) => name === "a");
    await retryDeadLetter(world.core, org.context, letter?.event_id as string);
    expect(await kindsOf(key)).toEqual([null, undefined]);
    await org.cancel(key);
    expect((await org.get(key)).error_kind).toBeNull();
  });

  it("is none of a deletion, which takes no other config", async () => {
    await org.apply(key, { value: 1 });
    await world.work();
    world.provider.answer(key, refusal);
    await org.delete(key);
    await world.work();
    expect(await kindsOf(key)).toEqual([null, null]);
  });

  it("is that of the action of a change, too", async () => {
    world.provider.answer(key, refusal);
    const changes = new Changes(world);
    const document = { provider: "test", resource: "item", name: "a", config: { value: 1 } };
    const { actions } = await changes.finish((await changes.applyNow({ documents: [document] })).id);
    expect(actions).toMatchObject([{ state: "failed", error: "no such region", error_kind: "config" }]);
  });
});
