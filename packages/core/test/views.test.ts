import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type GraphQuery,
  getResource,
  getResourceGraph,
  getResourceStatus,
  listResourceEvents,
  listResources,
} from "../src/resources/read/index.ts";
import type { Organization } from "./support/organization.ts";
import { reject } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

const MASK = "********";
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
const id = (name: string) => `resource:test_item_${name}`;
const ref = (name: string) => ({ provider: "test", resource: "item", name });

describe("the graph", () => {
  const graph = async (query: GraphQuery = {}) => {
    const { nodes, edges } = await getResourceGraph(world.core, org.context, query);
    return {
      nodes: nodes.map((node) => `${node.name}:${node.lifecycle_state}`).sort(),
      edges: edges.map((edge) => `${edge.from}>${edge.to} ${edge.kind}`.replaceAll("resource:test_item_", "")).sort(),
    };
  };

  beforeEach(async () => {
    // e owns d; d uses c and an absent one; c uses b; b uses a. z stands alone.
    await org.apply(key("a"));
    await org.apply(key("b"), {}, { depends_on: [key("a")] });
    await org.draft(key("c"), { value: "${test/item/b.outputs.value}" });
    await org.draft(key("e"));
    await org.apply(key("d"), {}, { depends_on: [key("c"), key("absent")], owner_references: [ref("e")] });
    await org.draft(key("z"));
    await world.work();
  });

  it("has all resources and edges, and those that are referenced but absent as nodes without a state", async () => {
    expect(await graph()).toEqual({
      nodes: ["a:ready", "absent:null", "b:ready", "c:draft", "d:pending", "e:draft", "z:draft"],
      edges: ["b>a dependency", "c>b dependency", "d>absent dependency", "d>c dependency", "d>e owner"],
    });
  });

  it.each([
    ["upstream", undefined, ["a:ready", "b:ready", "c:draft"], ["b>a dependency", "c>b dependency"]],
    ["downstream", undefined, ["c:draft", "d:pending"], ["d>c dependency"]],
    ["both", 1, ["b:ready", "c:draft", "d:pending"], ["c>b dependency", "d>c dependency"]],
    [undefined, 0, ["c:draft"], []],
  ] as const)("from a root %s to depth %s", async (direction, depth, nodes, edges) => {
    for (const root of [key("c"), id("c")]) {
      expect(await graph({ root, direction, depth })).toEqual({ nodes, edges });
    }
  });

  it("from a root names what is absent, too", async () => {
    expect((await graph({ root: key("d"), direction: "upstream", depth: 1 })).nodes).toEqual([
      "absent:null",
      "c:draft",
      "d:pending",
      "e:draft",
    ]);
  });

  it("of a provider has only its resources, absent ones included, and the edges between them", async () => {
    await org.draft("pragma/config/site", { data: { value: "${test/item/a.outputs.value}" } });
    expect((await graph()).nodes).toContain("site:draft");
    const own = await graph({ provider: "test" });
    expect(own.nodes).toContain("absent:null");
    expect(own.nodes).not.toContain("site:draft");
    expect(own.edges).toHaveLength(5);
    expect(await graph({ provider: "pragma" })).toEqual({ nodes: ["site:draft"], edges: [] });
    expect(await graph({ provider: "%" })).toEqual({ nodes: [], edges: [] });
  });

  it("has no edges that only make a deletion wait, and no other organization's resources", async () => {
    await org.apply(key("u"), { value: "${test/item/a.config.value}" });
    await expect(getResourceGraph(world.core, world.organization().context, { root: key("a") })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await getResourceGraph(world.core, world.organization().context, {})).toEqual({ nodes: [], edges: [] });
  });
});

describe("conditions", () => {
  const dependenciesReady = (name: string) => org.condition(key(name), "DependenciesReady");

  it("say for drafts and failed ones whether their dependencies are ready now", async () => {
    await org.draft(key("draft"), {}, { depends_on: [key("base")] });
    expect(await dependenciesReady("draft")).toBe("False DependencyAbsent: Waits for test/item/base (absent)");
    await org.apply(key("base"));
    world.provider.answer(key("failed"), reject());
    await org.apply(key("failed"), {}, { depends_on: [key("base")] });
    await world.work();
    expect(await dependenciesReady("draft")).toBe("True AllReady: All dependencies are ready");
    expect(await dependenciesReady("failed")).toBe("True AllReady: All dependencies are ready");
    world.provider.answer(key("base"), reject());
    await org.apply(key("base"), { value: 1 });
    await world.work();
    expect(await dependenciesReady("failed")).toBe("False DependencyFailed: Waits for test/item/base (failed)");
  });

  it("say for processed ones that they were ready then", async () => {
    await org.apply(key("base"));
    await org.apply(key("user"), {}, { depends_on: [key("base")] });
    await world.work();
    expect(await dependenciesReady("user")).toBe("True AllReady: All dependencies were ready when it was processed");
    expect(await org.condition(key("base"), "DependenciesReady")).toBeUndefined();
  });

  it("do not claim that what waited was never blocked", async () => {
    await org.apply(key("user"), {}, { depends_on: [key("base")] });
    await org.apply(key("base"));
    await world.work();
    const { conditions } = await org.get(key("user"));
    const { created_at: unblocked } = await org.get(key("base"));
    const condition = conditions.find(({ type }) => type === "DependenciesReady");
    expect(condition).toMatchObject({ status: "True", reason: "AllReady" });
    expect((condition?.last_transition_time ?? "") >= unblocked).toBe(true);
  });

  it("keep the time of the last transition while nothing changes", async () => {
    const ready = async () => (await org.get(key("a"))).conditions.find((condition) => condition.type === "Ready");
    await org.draft(key("a"));
    const before = await ready();
    await org.draft(key("a"), {}, { tags: ["x"] });
    await org.apply(key("a"));
    expect(await ready()).toMatchObject({ status: "False", last_transition_time: before?.last_transition_time });
    await world.work();
    expect(await ready()).toMatchObject({ status: "True" });
    const after = (await ready())?.last_transition_time ?? "";
    expect(after >= (before?.last_transition_time ?? "z")).toBe(true);
  });
});

describe("the history", () => {
  it("lists each change with its actor, generation and correlation id, secrets masked", async () => {
    await org.draft(key("a"), { text: "one", secret: "first-secret", users: [{ name: "ann", password: "p-ann-1" }] });
    await org.apply(
      key("a"),
      { text: "two", secret: "other-secret", users: [{ name: "ann", password: "p-ann-2" }], count: 1 },
      { tags: ["x"] },
    );
    await world.work();
    const history = await org.history(key("a"));
    expect(history.map((event) => [event.event_type, event.from_state, event.to_state, event.generation])).toEqual([
      ["CREATE", null, "draft", 1],
      ["UPDATE", "draft", "pending", 2],
      ["CREATE", "pending", "processing", 2],
      ["CREATE", "processing", "ready", 2],
    ]);
    expect(history[1]?.changes).toEqual(
      expect.arrayContaining([
        { path: "config.text", before: "one", after: "two" },
        { path: "config.secret", before: MASK, after: MASK },
        { path: "config.count", before: null, after: 1 },
        { path: "tags", before: null, after: ["x"] },
      ]),
    );
    expect(JSON.stringify(history)).not.toMatch(/p-ann|first-secret|other-secret/);
    expect(history.map((event) => event.actor.name)).toEqual(["Ann", "Ann", "Ann", "Ann"]);
    expect(new Set(history.map((event) => event.correlation_id))).toEqual(new Set(["request-1"]));
    expect(new Set(history.slice(1).map((event) => event.event_id)).size).toBe(1);
    expect(history[0]?.event_id).toBeNull();
  });

  it("is paged, newest first, and is absent with its resource", async () => {
    for (let count = 0; count < 5; count++) await org.draft(key("a"), { count });
    const first = await listResourceEvents(world.core, org.context, key("a"), { limit: 2 });
    expect(first.events.map((event) => event.generation)).toEqual([5, 4]);
    const second = await listResourceEvents(world.core, org.context, id("a"), { limit: 10, before: first.next });
    expect(second.events.map((event) => event.generation)).toEqual([3, 2, 1]);
    expect(second.next).toBeUndefined();
    await expect(listResourceEvents(world.core, org.context, key("nobody"), { limit: 1 })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("says what failed, and why", async () => {
    world.provider.answer(key("a"), reject("no such luck"));
    await org.apply(key("a"));
    await world.work();
    expect((await org.history(key("a"))).at(-1)).toMatchObject({
      event_type: "CREATE",
      to_state: "failed",
      error: "no such luck",
    });
  });
});

describe("a resource", () => {
  it("is found by both ids, with a tag that changes with the resource and with its representation", async () => {
    await org.draft(key("a"), { secret: "shown-on-demand" });
    const tag = async (name: string, reveal = false) =>
      (await getResource(world.core, org.context, name, { reveal })).etag;
    const before = await tag(key("a"));
    expect(await tag(id("a"))).toBe(before);
    expect(await tag(key("a"), true)).not.toBe(before);
    expect(await tag(key("a"))).toBe(before);
    await org.draft(key("a"), { secret: "shown-on-demand" }, { tags: [] });
    expect(await tag(key("a"))).not.toBe(before);
    expect(await getResourceStatus(world.core, org.context, id("a"))).toEqual({
      resource_id: id("a"),
      lifecycle_state: "draft",
      error: null,
    });
  });

  it("gets another tag when what it waits for changes, though its row does not", async () => {
    await org.draft(key("base"));
    await org.apply(key("a"), {}, { depends_on: [key("base")] });
    const waiting = await getResource(world.core, org.context, key("a"));
    await org.apply(key("base"));
    const { body, etag } = await getResource(world.core, org.context, key("a"));
    expect(body).not.toBe(waiting.body);
    expect(etag).not.toBe(waiting.etag);
    // Both still fit a write on the same row version.
    await org.apply(key("a"), {}, { depends_on: [key("base")], tags: ["t"] }, { ifMatch: waiting.etag });
  });

  it("is listed in the order of its name, then provider, then type, filtered and by pages", async () => {
    await org.draft(key("b"), {}, { tags: ["x", "y"] });
    await org.draft("pragma/config/b", { data: {} }, { tags: ["x"] });
    await org.draft("test/open/B");
    await org.apply("test/open/a");
    await world.work();
    const list = async (filter: Parameters<typeof listResources>[2], limit = 10) => {
      const keys: string[] = [];
      let after: Parameters<typeof listResources>[3]["after"];
      do {
        const batch = await listResources(world.core, org.context, filter, { limit, after });
        keys.push(...batch.bodies.map((body) => JSON.parse(body)).map((r) => `${r.provider}/${r.resource}/${r.name}`));
        after = batch.next;
      } while (after);
      return keys;
    };
    const all = ["test/open/B", "test/open/a", "pragma/config/b", "test/item/b"];
    expect(await list({})).toEqual(all);
    expect(await list({}, 1)).toEqual(all);
    expect(await list({ tags: ["x"] })).toEqual(["pragma/config/b", "test/item/b"]);
    expect(await list({ tags: ["x", "y"] })).toEqual(["test/item/b"]);
    expect(await list({ provider: "test", lifecycle_state: "ready" })).toEqual(["test/open/a"]);
  });
});
