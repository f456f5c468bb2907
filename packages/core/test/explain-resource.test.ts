import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reapLostWork } from "../src/processing/reconcile/index.ts";
import { explainResource } from "../src/resources/read/index.ts";
import type { Organization } from "./support/organization.ts";
import { fail, reject, succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 3, retryBaseDelayMs: 60_000, retryMaxDelayMs: 60_000 });
});
beforeEach(async () => {
  await world.loseLeases();
  await reapLostWork(world.core);
  await world.work();
  world.provider.reset();
  org = world.moveOn();
});
afterAll(() => world.close());

const key = (name: string) => `test/item/${name}`;
const explain = (name: string) => explainResource(world.core, org.context, key(name));

/** The way as `name cause`, each. */
async function way(name: string): Promise<string[]> {
  return (await explain(name)).way.map((step) => `${step.key.split("/").at(-1)} ${step.cause}`);
}

/** Applies resources that each depend on others: `[name, ...dependencies]`. */
async function applyAll(...all: [string, ...string[]][]): Promise<void> {
  for (const [name, ...dependencies] of all) {
    await org.apply(key(name), { value: 1 }, { depends_on: dependencies.map(key) });
  }
}

describe("the explanation of a resource", () => {
  it("is empty if it is ready, and is refused if it does not exist in the organization", async () => {
    await applyAll(["a"]);
    await world.work();
    expect(await explain("a")).toEqual({ way: [], others: 0, truncated: false, max_attempts: 3 });
    await expect(explainResource(world.core, world.organization().context, key("a"))).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("names its own failure", async () => {
    world.provider.answer(key("a"), reject("no such database"));
    await applyAll(["a"]);
    await world.work();
    expect((await explain("a")).way).toMatchObject([
      { id: "resource:test_item_a", lifecycle_state: "failed", cause: "failed", error: "no such database" },
    ]);
  });

  it("tells whether only another config helps", async () => {
    await org.apply("pragma/config/base", { data: {} });
    await world.work();
    await org.apply(key("a"), { value: "${pragma/config/base.outputs.none}" });
    await applyAll(["b", "a"]);
    await world.work();
    expect((await explain("b")).way).toMatchObject([{ error_kind: null }, { cause: "failed", error_kind: "config" }]);
  });

  it("leads down a chain to what failed", async () => {
    world.provider.answer(key("a"), reject("password authentication failed"));
    await applyAll(["a"], ["b", "a"], ["c", "b"], ["d", "c"]);
    await world.work();
    const { way: steps, others } = await explain("d");
    expect(steps.map(({ key: at, cause }) => [at, cause])).toEqual([
      [key("d"), "waits"],
      [key("c"), "waits"],
      [key("b"), "waits"],
      [key("a"), "failed"],
    ]);
    expect(steps.at(-1)?.error).toBe("password authentication failed");
    expect(others).toBe(0);
  });

  it("tells a queued, a running and a failing attempt apart, with its number and the time of the next", async () => {
    await applyAll(["a"]);
    expect((await explain("a")).way).toMatchObject([{ cause: "queued", attempt: 0 }]);
    const held = await world.hold(key("a"));
    expect((await explain("a")).way).toMatchObject([{ cause: "running", attempt: 1, next_attempt_at: null }]);
    await held.settle(fail("server is down"));
    const [step] = (await explain("a")).way;
    expect(step).toMatchObject({ cause: "retrying", attempt: 1, error: "server is down" });
    expect(Date.parse(step?.next_attempt_at ?? "")).toBeGreaterThan(Date.now());
  });

  it("names the event that a provider works on", async () => {
    await applyAll(["a"]);
    const held = await world.hold(key("a"));
    const { pending_event_id } = await org.get(key("a"));
    expect((await explain("a")).way).toMatchObject([{ cause: "running", event_id: pending_event_id }]);
    await held.settle(succeed({ value: 1 }));
  });

  it("names what does not exist, and types that nobody serves", async () => {
    await applyAll(["a", "nowhere"]);
    await org.apply(key("b"), {}, { depends_on: ["nobody/thing/x"] });
    await world.work();
    expect(await way("a")).toEqual(["a waits", "nowhere absent"]);
    expect(await way("b")).toEqual(["b waits", "x unserved"]);
  });

  it("names a draft that was never applied, but no draft of what exists", async () => {
    await org.draft(key("draft"), { value: 1 });
    await applyAll(["a", "draft"], ["base"]);
    await world.work();
    await org.draft(key("base"), { value: 2 });
    await applyAll(["b", "base"]);
    await world.work();
    expect(await way("a")).toEqual(["a waits", "draft unapplied"]);
    expect(await way("draft")).toEqual(["draft unapplied"]);
    expect(await way("b")).toEqual([]);
    expect(await way("base")).toEqual(["base unapplied"]);
  });

  it("names what is paused, above what that would wait for, and nothing that uses its last values", async () => {
    await org.apply(key("base"), { value: 1 }, { handling: { paused: true } });
    await applyAll(["a", "base"]);
    await world.work();
    expect(await way("a")).toEqual(["a waits", "base paused"]);
    await org.apply(key("c"), {}, { depends_on: [key("base")], handling: { paused: true } });
    expect(await way("c")).toEqual(["c paused"]);
    await org.apply(key("base"), { value: 1 }, { handling: null });
    await world.work();
    await org.apply(key("base"), { value: 2 }, { handling: { paused: true } });
    await applyAll(["b", "base"]);
    await world.work();
    expect(await way("b")).toEqual([]);
  });

  it("of a stale resource names the failure above it", async () => {
    await org.apply(key("a"), { value: 1 });
    await org.apply(key("b"), { value: `\${${key("a")}.outputs.value}` });
    await world.work();
    await org.apply(key("a"), { value: 2 });
    await (await world.hold(key("a"))).settle(succeed({ value: 2 }));
    expect(await way("b")).toEqual(["b queued"]);
    await org.apply(key("a"), { value: 3 });
    expect(await way("b")).toEqual(["b waits", "a queued"]);
    await (await world.hold(key("a"))).settle(reject("no such value"));
    expect(await way("b")).toEqual(["b waits", "a failed"]);
    expect((await explain("b")).way[0]).toMatchObject({ lifecycle_state: "ready" });
  });

  it("of a deletion names what has to go first", async () => {
    await applyAll(["a"], ["b", "a"], ["c", "b"]);
    await world.work();
    world.provider.always(key("c"), fail("still in use"));
    await org.delete(key("a"), { dependents: "cascade" });
    await world.work();
    const { way: steps } = await explain("a");
    expect(steps.map(({ key: at, cause, deleting }) => [at, cause, deleting])).toEqual([
      [key("a"), "waits", true],
      [key("b"), "waits", true],
      [key("c"), "retrying", true],
    ]);
  });

  it("prefers what needs a person to what goes on by itself, then the nearest, and counts the others", async () => {
    world.provider.always(key("down"), fail("server is down"));
    await applyAll(["down"], ["mid", "gone-1", "gone-2"], ["a", "down", "mid"]);
    await world.work();
    expect(await way("a")).toEqual(["a waits", "mid waits", "gone-1 absent"]);
    expect((await explain("a")).others).toBe(1);
    await applyAll(["near", "gone-3"], ["b", "mid", "near", "gone-4"]);
    await world.work();
    expect(await way("b")).toEqual(["b waits", "gone-4 absent"]);
  });

  it("visits each resource once, however many wait for it, and stops where there are too many", async () => {
    // Six layers of ten, each of which waits for the whole layer below: a million ways, 61 resources.
    let below = ["nowhere"];
    for (let layer = 0; layer < 6; layer++) {
      const names = Array.from({ length: 10 }, (_, index) => `l${layer}-${index}`);
      for (const name of names) await applyAll([name, ...below]);
      below = names;
    }
    await applyAll(["top", ...below]);
    await world.work();
    const steps = await way("top");
    expect(steps).toHaveLength(8);
    expect(steps.at(-1)).toBe("nowhere absent");

    const many = Array.from({ length: 1200 }, (_, index) => `absent-${index}`);
    await applyAll(["x", ...many.slice(0, 600)], ["y", ...many.slice(600)], ["z", "x", "y"]);
    const explained = await explain("z");
    expect(explained).toMatchObject({ truncated: true, others: 996 });
    expect(explained.way).toHaveLength(3);
  });
});
