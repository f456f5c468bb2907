import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { retryDeadLetter } from "../../src/resources/dead-letters/retry-dead-letter.ts";
import { correctDrift } from "../../src/resources/recover/correct-drift.ts";
import { retryResource } from "../../src/resources/recover/index.ts";
import { find, serveReal } from "../support/drift.ts";
import type { Organization } from "../support/organization.ts";
import { fail, reject, succeed } from "../support/script.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let org: Organization;

const key = "test/real/a";
const source = "test/item/source";
const id = "resource:test_real_a";

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 2, retryBaseDelayMs: 600_000, retryMaxDelayMs: 600_000 });
  await serveReal(world);
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
  await org.apply(source, { value: "s" });
  await org.apply(key, { text: "${test/item/source.outputs.value}" }, { handling: { drift: "correct" } });
  await world.work();
  world.provider.reset();
});
afterAll(() => world.close());

async function drift(of = key): Promise<string | undefined> {
  return (await org.row(of))?.drift;
}

/** Starts an event that repairs. */
async function repair(): Promise<void> {
  await find(world, org, key, { found: "missing" });
  expect(await correctDrift(world.core, { organizationId: org.id, key, hash: "h1" })).toBe(true);
}

/** Runs until nothing is due. @returns `event repairs` of each call for the resource */
async function run(): Promise<string[]> {
  await world.work();
  const calls = world.provider.calls.splice(0).filter((call) => call.key === key);
  return calls.map(({ event, repairs }) => (repairs ? `${event} repairs` : event));
}

const REPAIR = ["UPDATE repairs"];

describe("the word of drift after a success", () => {
  it("is in_sync where the real thing can be looked at, and unknown where not", async () => {
    await org.apply("test/unreal/a", {});
    await world.work();
    expect([await drift(), await drift(source), await drift("test/unreal/a")]).toEqual([
      "in_sync",
      "unknown",
      "unknown",
    ]);
  });

  it("stays unknown while nothing has succeeded", async () => {
    world.provider.answer("test/real/b", reject());
    await org.apply("test/real/b", {});
    await world.work();
    expect(await drift("test/real/b")).toBe("unknown");
  });

  it.each(["drifted", "missing"] as const)("is still %s after an update that does not repair", async (found) => {
    await find(world, org, key, { found });
    await org.apply(key, { text: "b" });
    expect(await run()).toEqual(["UPDATE"]);
    expect(await drift()).toBe(found);
  });

  it.each(["drifted", "missing"] as const)("is in_sync after a repair of what was %s", async (found) => {
    await find(world, org, key, { found });
    await correctDrift(world.core, { organizationId: org.id, key, hash: "h1" });
    expect(await run()).toEqual(REPAIR);
    expect(await drift()).toBe("in_sync");
  });
});

describe("an event that repairs", () => {
  it("repairs in each of its attempts, and again once its dead letter is retried", async () => {
    world.provider.answer(key, fail(), fail());
    await repair();
    expect(await run()).toEqual(REPAIR);
    await world.elapse();
    expect(await run()).toEqual(REPAIR);
    expect([await org.state(key), await drift()]).toEqual(["failed", "missing"]);

    const [letter] = await org.deadLetters();
    await retryDeadLetter(world.core, org.context, letter?.event_id ?? "");
    expect(await run()).toEqual(REPAIR);
    expect([await org.state(key), await drift()]).toEqual(["ready", "in_sync"]);
  });

  it("repairs after its worker was lost", async () => {
    await repair();
    const held = await world.hold(key);
    await held.settle({ kind: "handed-back" });
    expect(await run()).toEqual(REPAIR);
  });

  it("hands that on to the apply that takes its place after a failure, and no further once that has succeeded", async () => {
    world.provider.answer(key, reject(), reject());
    await repair();
    expect(await run()).toEqual(REPAIR);
    await org.apply(key, { text: "b" });
    expect(await run()).toEqual(REPAIR);
    await org.draft(key, { text: "c" });
    await org.apply(key, { text: "c" });
    expect(await run()).toEqual(REPAIR);
    expect([await org.state(key), await drift()]).toEqual(["ready", "in_sync"]);
    await org.draft(key, { text: "d" });
    await org.apply(key, { text: "d" });
    expect(await run()).toEqual(["UPDATE"]);
  });

  it("hands that on when it was cancelled", async () => {
    await repair();
    await org.cancel(key);
    await retryResource(world.core, org.context, id);
    expect(await run()).toEqual(REPAIR);
  });

  it("hands that on to the event that a changed input starts, between attempts and after it failed", async () => {
    world.provider.answer(key, fail(), reject(), succeed({}));
    await repair();
    expect(await run()).toEqual(REPAIR);
    await org.apply(source, { value: "t" });
    expect(await run()).toEqual(REPAIR);
    expect(await org.state(key)).toBe("failed");
    await org.apply(source, { value: "u" });
    expect(await run()).toEqual(REPAIR);
    expect([await org.state(key), await drift()]).toEqual(["ready", "in_sync"]);
    await org.apply(source, { value: "v" });
    expect(await run()).toEqual(["UPDATE"]);
  });
});
