import type { JsonObject } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sealByTypes } from "../src/providers/sealing/index.ts";
import { getResource, getStagedChanges } from "../src/resources/read/index.ts";
import { discardDraft } from "../src/resources/recover/index.ts";
import { Changes } from "./support/changes.ts";
import type { Organization } from "./support/organization.ts";
import { deployed, typeOf } from "./support/provider.ts";
import { reject, succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 1 });
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
});
afterAll(() => world.close());

const key = (name: string) => `test/open/${name}`;
const uses = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `\${test/open/${name}.outputs.v}`]));

function edgesOf(): Promise<unknown[]> {
  return rows(`SELECT from_key, to_key, kind FROM edges WHERE organization_id = '${org.id}' ORDER BY 1, 2, 3`);
}

async function rows(sql: string): Promise<unknown[]> {
  return (await world.pool.query(sql)).rows;
}

async function ready(name: string, config: object = { v: 1 }, extras = {}): Promise<void> {
  await org.apply(key(name), config as never, extras);
  await world.work();
  expect(await org.standing(key(name))).toBe("ready");
  world.provider.take();
}

/** The resource as clients see it, without what any write renews. */
async function shown(name: string) {
  const { updated_at: _, conditions, ...rest } = await org.get(key(name), { reveal: true });
  return { ...rest, conditions: conditions.map(({ last_transition_time: __, ...condition }) => condition) };
}

describe("a discarded draft", () => {
  it("leaves what was ready as it was, dependencies and secrets with it, and calls nobody", async () => {
    await ready("base");
    await ready("other");
    await org.apply("test/item/a", { value: "${test/open/base.outputs.v}", secret: "first-secret" });
    await world.work();
    world.provider.take();
    const before = await org.get("test/item/a", { reveal: true });
    const edges = await edgesOf();

    await org.draft("test/item/a", { value: "${test/open/other.outputs.v}", secret: "other-secret" });
    await org.draft("test/item/a", { value: 3, secret: "third-secret" });
    expect(await world.tablesHolding("first-secret")).toEqual([]);
    const row = await org.discard("resource:test_item_a");
    expect(row).toMatchObject({ lifecycle_state: "ready", succeeded_config: null, returns_to: null });
    await world.work();

    const after = await org.get("test/item/a", { reveal: true });
    expect({ ...after, updated_at: "", conditions: [] }).toEqual({ ...before, updated_at: "", conditions: [] });
    expect(after.conditions.map(({ type, status }) => `${type} ${status}`)).toContain("Ready True");
    expect(await edgesOf()).toEqual(edges);
    expect(world.provider.take()).toEqual([]);
    const entry = (await org.history("test/item/a")).find(({ event_type: type }) => type === "DISCARD");
    expect(entry).toMatchObject({ from_state: "draft", to_state: "ready", actor: { id: "ann" } });
    expect(entry?.changes.map(({ path }) => path)).toEqual(["config.value", "config.secret", "dependencies"]);
    expect(JSON.stringify(entry)).not.toContain("secret-");
    const audited = await rows("SELECT target FROM audit_entries WHERE action = 'resource.discard'");
    expect(audited).toEqual([{ target: "resource:test_item_a" }]);
  });

  it("is decided as part of no change, although one has marked it before", async () => {
    await ready("base", { v: 1 });
    await ready("user", { v: "${test/open/base.outputs.v}" });
    const changes = new Changes(world);
    const document = { provider: "test", resource: "open", name: "base", config: { v: 2 } };
    await changes.finish((await changes.applyNow({ documents: [document] })).id);
    await org.draft(key("user"), { v: 7 });
    await org.apply(key("base"), { v: 3 });
    await org.discard(key("user"));
    await world.work();
    const { rows: last } = await world.pool.query(
      "SELECT change_id FROM resource_changes WHERE organization_id = $1 AND resource_key = $2 ORDER BY id DESC LIMIT 1",
      [org.id, key("user")],
    );
    expect(last).toEqual([{ change_id: null }]);
  });

  it("is updated by what has changed meanwhile, and those that use it with it", async () => {
    await ready("base", { v: 1 });
    await ready("user", { v: "${test/open/base.outputs.v}" });
    await ready("last", uses("user"));
    await org.draft(key("user"), { v: 7 });
    await org.apply(key("base"), { v: 2 });
    await world.work();
    expect(world.provider.take()).toEqual([`${key("base")} UPDATE`]);

    await org.discard(key("user"));
    expect(await org.standings(key("user"), key("last"))).toEqual(["ready+stale", "ready+stale"]);
    await world.work();
    expect(world.provider.take()).toEqual([`${key("user")} UPDATE`, `${key("last")} UPDATE`]);
    expect((await org.get(key("last"))).outputs).toEqual({ user: 2 });
  });

  it("needs no event where nothing has changed", async () => {
    await ready("base");
    await ready("user", uses("base"));
    await org.draft(key("user"), { v: 7 });
    await org.discard(key("user"));
    await world.work();
    expect(world.provider.take()).toEqual([]);
    expect(await org.standing(key("user"))).toBe("ready");
  });

  it("returns what had failed to the config that last succeeded, failed as it was, until somebody applies it", async () => {
    await ready("a", { v: 1 });
    world.provider.answer(key("a"), reject("no room"));
    await org.apply(key("a"), { v: 2 });
    await world.work();
    const [letter] = await org.deadLetters();
    await org.draft(key("a"), { v: 3 });
    expect(await org.discard(key("a"))).toMatchObject({
      lifecycle_state: "failed",
      config: '{"v":1}',
      generation: 4,
      observed_generation: 2,
    });
    await world.work();
    expect(await shown("a")).toMatchObject({ lifecycle_state: "failed", error: "no room", config: { v: 1 } });
    expect((await org.deadLetters()).map(({ event_id }) => event_id)).toEqual([letter?.event_id]);
    world.provider.take();

    await org.apply(key("a"), { v: 1 });
    await world.work();
    expect(world.provider.take()).toEqual([`${key("a")} UPDATE`]);
    expect(await shown("a")).toMatchObject({ lifecycle_state: "ready", generation: 4, observed_generation: 4 });
  });

  it("can be followed by others: what it would return to is what succeeded last", async () => {
    await ready("a", { v: 1 });
    await org.draft(key("a"), { v: 2 });
    await org.discard(key("a"));
    // A client that saw generation 2 must not take this one for it.
    expect(await org.draft(key("a"), { v: 3 })).toMatchObject({ generation: 3 });
    await org.apply(key("a"), { v: 3 });
    await world.work();
    await org.draft(key("a"), { v: 4 });
    expect(await org.discard(key("a"))).toMatchObject({ config: '{"v":3}', generation: 3, observed_generation: 3 });
    expect(await org.trail(key("a"))).toEqual([
      ...["CREATE:->pending", "CREATE:pending>processing", "CREATE:processing>ready"],
      ...["UPDATE:ready>draft", "DISCARD:draft>ready", "UPDATE:ready>draft", "UPDATE:draft>pending"],
      ...["UPDATE:pending>processing", "UPDATE:processing>ready", "UPDATE:ready>draft", "DISCARD:draft>ready"],
    ]);
  });

  it("keeps tags, protection and owners, which no draft stages", async () => {
    await ready("owner");
    await ready("a", { v: 1 });
    const owner = { provider: "test", resource: "open", name: "owner" };
    await org.draft(key("a"), { v: 2 }, { tags: ["x"], deletion_protected: true, owner_references: [owner] });
    await org.discard(key("a"));
    expect(await shown("a")).toMatchObject({ tags: ["x"], deletion_protected: true, owner_references: [owner] });
  });

  it("is refused where a dependency has come to depend on it, and changes nothing", async () => {
    await ready("base");
    await ready("a", uses("base"));
    await org.draft(key("a"), { v: 2 });
    await org.draft(key("base"), uses("a"));
    const before = await world.everything();
    await expect(org.discard(key("a"))).rejects.toMatchObject({ code: "cycle" });
    expect(await world.everything()).toEqual(before);
    await org.discard(key("base"));
    await org.discard(key("a"));
    await world.work();
    expect(await org.standings(key("base"), key("a"))).toEqual(["ready", "ready"]);
  });

  it("is sealed by the types that have come since", async () => {
    const fields = (password: JsonObject) => ({ ...typeOf({ type: "object", properties: { password, size: {} } }) });
    await deployed(world, "acme", { thing: fields({ type: "string" }) });
    world.provider.always("acme/thing/one", succeed());
    await org.apply("acme/thing/one", { password: "hunter2-long", size: 1 });
    await world.work();
    await org.draft("acme/thing/one", { size: 2 });
    await deployed(world, "acme", { thing: fields({ type: "string", sensitive: true }) });
    await world.pool.query("UPDATE type_seals SET not_before = now() - interval '1 second'");
    await sealByTypes(world.core);
    expect(await world.tablesHolding("hunter2")).toEqual([]);
    await org.discard("acme/thing/one");
    expect((await org.get("acme/thing/one")).config).toEqual({ password: "********", size: 1 });
    expect((await org.get("acme/thing/one", { reveal: true })).config).toEqual({ password: "hunter2-long", size: 1 });
  });

  it.each(["one after the other", "at once"])("is discarded once by two requests %s", async (when) => {
    await ready("a", { v: 1 });
    await org.draft(key("a"), { v: 2 });
    const first = org.discard(key("a"));
    if (when !== "at once") await first;
    const results = await Promise.allSettled([first, org.discard(key("a"))]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "not_discardable" } });
  });

  it("is the one that was read, if it is said which", async () => {
    await ready("a");
    await org.draft(key("a"), { v: 2 });
    const { etag } = await getResource(world.core, org.context, key("a"));
    await org.draft(key("a"), { v: 3 });
    await expect(discardDraft(world.core, org.context, key("a"), { ifMatch: etag })).rejects.toMatchObject({
      code: "precondition_failed",
    });
    expect((await org.get(key("a"))).config).toEqual({ v: 3 });
    const { etag: newer } = await getResource(world.core, org.context, key("a"));
    await discardDraft(world.core, org.context, key("a"), { ifMatch: newer });
    expect((await org.get(key("a"))).config).toEqual({ v: 1 });
  });
});

describe("there is nothing to discard", () => {
  it.each<[string, () => Promise<unknown>, string]>([
    [
      "of a new draft",
      () => org.draft(key("a"), { v: 1 }),
      "has no earlier config to return to: delete it, or apply another one",
    ],
    ["of what waits", () => org.apply(key("a"), { v: 1 }), "is pending: no change of it is staged"],
    ["of what is ready", () => ready("a"), "is ready: no change of it is staged"],
  ])("%s", async (_, arrange, reason) => {
    await arrange();
    const before = await world.everything();
    const message = `resource:test_open_a ${reason}`;
    await expect(org.discard(key("a"))).rejects.toMatchObject({ code: "not_discardable", message });
    expect(await world.everything()).toEqual(before);
  });

  it("of what exists but has never succeeded", async () => {
    world.provider.answer(key("a"), { ...reject("half made"), provisioned: true } as never);
    await org.apply(key("a"), { v: 1 });
    await world.work();
    await org.draft(key("a"), { v: 2 });
    await expect(org.discard(key("a"))).rejects.toMatchObject({ code: "not_discardable" });
  });

  it("of another organization", async () => {
    await ready("a");
    await org.draft(key("a"), { v: 2 });
    const other = world.moveOn();
    await expect(other.discard(key("a"))).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("what is staged", () => {
  const staged = async (name: string) => getStagedChanges(world.core, org.context, key(name));

  it("is compared with what runs, however often it was staged, and masked", async () => {
    await ready("base");
    await ready("user", { v: "old", secret: "first-secret" });
    expect(await staged("user")).toBeNull();
    await org.draft(key("user"), { v: "between", secret: "first-secret" });
    await org.draft(key("user"), { ...uses("base"), secret: "other-secret" });
    const changes = await staged("user");
    expect(changes).toContainEqual({ path: "config.v", before: "old" });
    expect(changes).toContainEqual({ path: "config.base", after: "${test/open/base.outputs.v}" });
    expect(changes?.map(({ path }) => path)).toContain("dependencies");
    expect(JSON.stringify(changes)).not.toMatch(/between/);
    await org.discard(key("user"));
    expect(await staged("user")).toBeNull();
  });

  it("is nothing where nothing ran yet, and of nobody else", async () => {
    await org.draft(key("new"), { v: 1 });
    expect(await staged("new")).toBeNull();
    await expect(staged("absent")).rejects.toMatchObject({ code: "not_found" });
  });

  it("shows no secret", async () => {
    await org.apply("test/item/a", { value: 1, secret: "first-secret" });
    await world.work();
    await org.draft("test/item/a", { value: 1, secret: "other-secret" });
    const changes = await getStagedChanges(world.core, org.context, "test/item/a");
    expect(changes?.map(({ path }) => path)).toEqual(["config.secret"]);
    expect(JSON.stringify(changes)).not.toMatch(/first-secret|other-secret/);
  });
});
