import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Organization } from "./support/organization.ts";
import { fail, reject, succeed } from "./support/script.ts";
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
const from = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `\${test/open/${name}.outputs.v}`]));

/** `v` of each lists its inputs, so that a mix of old and new is visible. */
async function build(graph: Record<string, string[]>): Promise<void> {
  for (const [name, uses] of Object.entries(graph)) {
    world.provider.always(key(name), (call) =>
      succeed({ v: uses.length === 0 ? (call.config["v"] ?? null) : [name, call.config] }),
    );
    await org.apply(key(name), uses.length === 0 ? { v: 1 } : from(...uses));
  }
  await world.work();
  expect(await org.standings(...Object.keys(graph).map(key))).toEqual(Object.keys(graph).map(() => "ready"));
  world.provider.take();
}

async function versions(...names: string[]): Promise<(string | undefined)[]> {
  return Promise.all(names.map(async (name) => (await org.row(key(name)))?.version));
}

describe("a changed value", () => {
  it("runs down a chain, each once and in order", async () => {
    await build({ a: [], b: ["a"], c: ["b"], d: ["c"] });
    await org.apply(key("a"), { v: 2 });
    await world.work();
    expect(world.provider.take()).toEqual(["a", "b", "c", "d"].map((name) => `${key(name)} UPDATE`));
    expect(JSON.stringify((await org.get(key("d"))).outputs)).toContain('"a":2');
    expect(await org.trail(key("c"))).toEqual([
      "CREATE:->pending",
      "CREATE:pending>processing",
      "CREATE:processing>ready",
      "STALE:ready>ready",
      "UPDATE:ready>pending",
      "UPDATE:pending>processing",
      "UPDATE:processing>ready",
    ]);
  });

  it("hands each the last config that succeeded, and keeps its generation", async () => {
    await build({ a: [], b: ["a"] });
    await org.apply(key("a"), { v: 2 });
    await world.work();
    expect(world.provider.calls.at(-1)).toMatchObject({ config: { a: 2 }, previous: { a: 1 }, attempt: 1 });
    expect(await org.get(key("b"))).toMatchObject({ generation: 1, observed_generation: 1, resolved_config: { a: 2 } });
    const history = await org.history(key("b"));
    expect(history.slice(-4).map((event) => event.correlation_id)).toEqual(Array(4).fill("request-1"));
  });

  it.each([
    ["a diamond", { a: [], b: ["a"], c: ["a"], d: ["b", "c"] }],
    ["an unequal diamond", { a: [], b: ["a"], c: ["b"], d: ["a", "c"] }],
    ["the same with other names", { d: [], c: ["d"], b: ["c"], a: ["d", "b"] }],
    ["two diamonds", { a: [], b: ["a"], c: ["a", "b"], d: ["c"], e: ["b", "c", "d"], f: ["a", "e"] }],
  ])("runs through %s, each once, never seeing a mix", async (_, graph) => {
    await build(graph);
    const [root = "", ...others] = Object.keys(graph);
    await org.apply(key(root), { v: 2 });
    await world.work();
    const calls = world.provider.calls.map((call) => call.key);
    expect(calls.toSorted()).toEqual(Object.keys(graph).map(key).toSorted());
    for (const call of world.provider.calls) {
      const text = JSON.stringify(call.config);
      expect([call.key, text.includes(":2"), text.includes(":1")]).toEqual([call.key, true, false]);
    }
    expect(await org.standings(...others.map(key))).toEqual(others.map(() => "ready"));
  });

  it("marks all its dependents at once, keeping their state, before any of them runs", async () => {
    await build({ a: [], b: ["a"], c: ["b"], d: ["a", "c"] });
    await org.apply(key("a"), { v: 2 });
    await (await world.hold(key("a"))).settle(succeed({ v: 2 }));
    expect(await org.standings(key("a"), key("b"), key("c"), key("d"))).toEqual([
      "ready",
      "ready+stale",
      "ready+stale",
      "ready+stale",
    ]);
    expect(await org.condition(key("d"), "Stale")).toBe(
      "True InputChanged: A value it uses may have changed; waits for test/open/c (ready, stale)",
    );
    expect(await world.claim(key("d"))).toBe(false);
    expect(await world.claim(key("c"))).toBe(false);
    expect(await world.claim(key("b"))).toBe(true);
    expect(await world.claim(key("d"))).toBe(false);
    await world.loseLeases();
  });

  it("leaves alone those that do not use it, without a version bump", async () => {
    world.provider.always(key("wide"), undefined);
    await org.apply(key("wide"), { x: 1, y: 1 });
    await org.apply(key("of-x"), { x: "${test/open/wide.outputs.x}" });
    await org.apply(key("of-y"), { y: "${test/open/wide.config.y}" });
    await org.apply(key("explicit"), {}, { depends_on: [key("wide")] });
    await org.apply(key("whole"), { w: { __dependency__: true, provider: "test", resource: "open", name: "wide" } });
    await world.work();
    world.provider.take();
    const untouched = await versions("of-y", "explicit");
    await org.apply(key("wide"), { x: 2, y: 1 });
    await world.work();
    expect(world.provider.take().sort()).toEqual(
      [key("of-x"), key("whole"), key("wide")].map((name) => `${name} UPDATE`),
    );
    expect(await versions("of-y", "explicit")).toEqual(untouched);
  });

  it("ends if a resolved config comes out the same: the marks below go without an event", async () => {
    await build({ a: [], b: ["a"], c: ["b"], d: ["c"] });
    world.provider.always(key("b"), succeed({ v: "constant" }));
    await org.apply(key("a"), { v: 2 });
    await world.work();
    // Once more, now that b returns the same as before.
    world.provider.take();
    const events = await world.count("events");
    await org.apply(key("a"), { v: 3 });
    await world.work();
    expect(world.provider.take()).toEqual([`${key("a")} UPDATE`, `${key("b")} UPDATE`]);
    expect(await world.count("events")).toBe(events + 2);
    expect(await org.standings(key("c"), key("d"))).toEqual(["ready", "ready"]);
    expect((await org.trail(key("d"))).slice(-2)).toEqual(["STALE:ready>ready", "UNCHANGED:ready>ready"]);
    expect((await org.get(key("d"))).conditions.map((condition) => condition.type)).toEqual([
      "Ready",
      "DependenciesReady",
    ]);
  });

  it("ends at once if the outputs are the same after an update", async () => {
    await build({ a: [], b: ["a"] });
    const before = await versions("b");
    world.provider.always(key("a"), succeed({ v: 1 }));
    await org.apply(key("a"), { v: 1, unrelated: true });
    await world.work();
    expect(world.provider.take()).toEqual([`${key("a")} UPDATE`]);
    expect(await versions("b")).toEqual(before);
  });
});

describe("a dependent of a changed value", () => {
  it("that failed runs as if applied, with its attempts before it", async () => {
    await build({ a: [], b: ["a"] });
    world.provider.always(key("b"), reject("not this one"));
    await org.apply(key("a"), { v: 2 });
    await world.work();
    expect(await org.standing(key("b"))).toBe("failed");
    world.provider.always(key("b"), undefined);
    await org.apply(key("a"), { v: 3 });
    await world.work();
    expect(await org.get(key("b"))).toMatchObject({ lifecycle_state: "ready", resolved_config: { a: 3 }, error: null });
    expect(await org.deadLetters()).toEqual([]);
  });

  it("that failed before it was ever created runs as CREATE", async () => {
    await build({ a: [] });
    world.provider.always(key("b"), reject());
    await org.apply(key("b"), from("a"));
    await world.work();
    world.provider.always(key("b"), undefined);
    world.provider.take();
    await org.apply(key("a"), { v: 2 });
    await world.work();
    expect(world.provider.take()).toEqual([`${key("a")} UPDATE`, `${key("b")} CREATE`]);
  });

  it("that is a draft is left, and so is what depends on the draft", async () => {
    await build({ a: [], b: ["a"], c: ["b"] });
    await org.draft(key("b"), { ...from("a"), more: 1 });
    const before = await versions("b", "c");
    await org.apply(key("a"), { v: 2 });
    await world.work();
    expect(await versions("b", "c")).toEqual(before);
    expect(await org.standings(key("b"), key("c"))).toEqual(["draft", "ready"]);
    await org.apply(key("b"), { ...from("a"), more: 1 });
    await world.work();
    expect(await org.standings(key("b"), key("c"))).toEqual(["ready", "ready"]);
    expect((await org.get(key("b"))).resolved_config).toEqual({ a: 2, more: 1 });
  });

  it("that is staged while stale is no longer decided, but those below it are", async () => {
    await build({ a: [], b: ["a"], c: ["b"] });
    await org.apply(key("a"), { v: 2 });
    await (await world.hold(key("a"))).settle(succeed({ v: 2 }));
    expect(await org.standings(key("b"), key("c"))).toEqual(["ready+stale", "ready+stale"]);
    await org.draft(key("b"), {});
    await world.work();
    expect(await org.standings(key("b"), key("c"))).toEqual(["draft", "ready"]);
    expect((await org.trail(key("c"))).at(-1)).toBe("UNCHANGED:ready>ready");
  });

  it("that is processing finishes, its result counts, and then it is decided", async () => {
    await build({ a: [], b: ["a"], c: ["b"] });
    await org.apply(key("b"), { ...from("a"), more: 1 });
    const held = await world.hold(key("b"));
    await org.apply(key("a"), { v: 2 });
    await (await world.hold(key("a"))).settle(succeed({ v: 2 }));
    expect(await org.standings(key("b"), key("c"))).toEqual(["processing+stale", "ready+stale"]);
    expect(held.claim.payload).toEqual({ a: 1, more: 1 });
    // Looked at meanwhile, it has nothing to decide yet.
    await world.work();
    await held.settle(succeed({ v: "of one" }));
    expect(await org.get(key("b"))).toMatchObject({
      lifecycle_state: "ready",
      outputs: { v: "of one" },
      resolved_config: { a: 1, more: 1 },
    });
    expect(await org.standing(key("b"))).toBe("ready+stale");
    world.provider.take();
    await world.work();
    expect(world.provider.take()).toEqual([`${key("b")} UPDATE`, `${key("c")} UPDATE`]);
    expect(await org.standings(key("b"), key("c"))).toEqual(["ready", "ready"]);
    expect((await org.get(key("b"))).resolved_config).toEqual({ a: 2, more: 1 });
  });

  it("that is processing and fails for good runs once more with the new value", async () => {
    await build({ a: [], b: ["a"] });
    await org.apply(key("b"), { ...from("a"), more: 1 });
    const held = await world.hold(key("b"));
    await org.apply(key("a"), { v: 2 });
    await (await world.hold(key("a"))).settle(succeed({ v: 2 }));
    await world.work();
    await held.settle(reject("cannot do 1"));
    expect(await org.standing(key("b"))).toBe("failed+stale");
    await world.work();
    expect(await org.get(key("b"))).toMatchObject({ lifecycle_state: "ready", resolved_config: { a: 2, more: 1 } });
    expect(await org.deadLetters()).toEqual([]);
  });

  it("below a failure keeps its mark, and its condition says so", async () => {
    await build({ a: [], b: ["a"], c: ["b"], d: ["c"] });
    world.provider.answer(key("b"), reject("broken"));
    await org.apply(key("a"), { v: 2 });
    await world.work();
    expect(await org.standings(key("b"), key("c"), key("d"))).toEqual(["failed", "ready+stale", "ready+stale"]);
    expect(await org.condition(key("c"), "Stale")).toBe(
      "True DependencyFailed: A value it uses may have changed; waits below the failure of test/open/b (failed)",
    );
    expect(await org.condition(key("c"), "Ready")).toBe("True Ready: The provider reported success");
    expect(await org.condition(key("d"), "Stale")).toBe(
      "True InputChanged: A value it uses may have changed; waits for test/open/c (ready, stale)",
    );
    await org.apply(key("b"), from("a"));
    await world.work();
    expect(await org.standings(key("b"), key("c"), key("d"))).toEqual(["ready", "ready", "ready"]);
  });

  it("that is pending with a frozen payload gets a new event at once, and its attempts back", async () => {
    await build({ a: [], b: ["a"] });
    await org.apply(key("b"), { ...from("a"), more: 1 });
    const first = await world.hold(key("b"));
    await first.settle({ kind: "failed", message: "not yet", retryAfterSeconds: 3600 });
    await org.apply(key("a"), { v: 2 });
    await (await world.hold(key("a"))).settle(succeed({ v: 2 }));
    expect(await org.standing(key("b"))).toBe("pending+stale");
    world.provider.take();
    await world.work();
    const call = world.provider.calls.at(-1);
    expect(call).toMatchObject({ key: key("b"), config: { a: 2, more: 1 }, attempt: 1 });
    expect(call?.eventId).not.toBe(first.claim.eventId);
    expect(await org.standing(key("b"))).toBe("ready");
    expect(await first.settle(succeed({}))).toBe(false);
    expect(await world.count("events", `settled_at IS NULL AND organization_id = '${org.id}'`)).toBe(0);
  });

  it("that was being processed when the input changed, and failed, does not wait for the delay either", async () => {
    await build({ a: [], b: ["a"] });
    await org.apply(key("b"), { ...from("a"), more: 1 });
    const first = await world.hold(key("b"));
    await org.apply(key("a"), { v: 2 });
    await (await world.hold(key("a"))).settle(succeed({ v: 2 }));
    await world.work();
    expect(await org.standing(key("b"))).toBe("processing+stale");
    await first.settle({ kind: "failed", message: "not yet", retryAfterSeconds: 3600 });
    world.provider.take();
    await world.work();
    expect(world.provider.calls).toMatchObject([{ key: key("b"), config: { a: 2, more: 1 }, attempt: 1 }]);
    expect(await org.standing(key("b"))).toBe("ready");
  });

  it("that is pending with a frozen payload keeps its event and its delay if nothing differs after all", async () => {
    await build({ a: [], b: ["a"], c: ["b"] });
    world.provider.always(key("b"), succeed({ v: "constant" }));
    await org.apply(key("b"), { ...from("a"), more: 1 });
    await world.work();
    await org.apply(key("c"), { ...from("b"), more: 1 });
    const { claim, settle } = await world.hold(key("c"));
    await settle({ kind: "failed", message: "not yet", retryAfterSeconds: 3600 });
    await org.apply(key("a"), { v: 2 });
    await world.work();
    expect(await org.get(key("c"))).toMatchObject({ lifecycle_state: "pending", pending_event_id: claim.eventId });
    expect(await org.standing(key("c"))).toBe("pending");
    world.provider.take();
    await world.elapse();
    await world.work();
    expect(world.provider.calls).toMatchObject([{ key: key("c"), attempt: 2, eventId: claim.eventId }]);
    expect(await org.standing(key("c"))).toBe("ready");
  });

  it("uses the values of a resource recreated in place of a deleted one", async () => {
    await build({ a: [], b: ["a"] });
    await org.delete(key("a"), { orphan: true, dependents: "detach" });
    await world.work();
    await org.apply(key("b"), from("a"));
    await org.apply(key("a"), { v: 7 });
    await world.work();
    expect((await org.get(key("b"))).resolved_config).toEqual({ a: 7 });
  });

  it("does not run for attempts of its dependency that fail", async () => {
    await build({ a: [], b: ["a"] });
    const before = await versions("b");
    world.provider.answer(key("a"), fail(), fail());
    await org.apply(key("a"), { v: 1, more: 1 });
    await world.work();
    expect(world.provider.calls.every((call) => call.key === key("a"))).toBe(true);
    expect(await versions("b")).toEqual(before);
  });
});
