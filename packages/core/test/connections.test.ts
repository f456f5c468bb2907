import type { JsonObject } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { claimSecrets } from "../src/processing/reconcile/index.ts";
import { Changes, ends, summary } from "./support/changes.ts";
import { A, DEFAULT, MAIN, OTHER, ref, TYPES, thing } from "./support/connections.ts";
import type { Organization } from "./support/organization.ts";
import { deployed, typeOf } from "./support/provider.ts";
import { fail } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 2 });
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
  changes = new Changes(world);
  await deployed(world, "link", TYPES);
});
afterAll(() => world.close());

async function connect(key: string, url = `server://secret@${key}`): Promise<void> {
  await org.apply(key, { url });
  await world.work();
  expect(await org.standing(key)).toBe("ready");
  world.provider.take();
}

/** The connections that the calls since the last time got. */
const taken = (): (JsonObject | null)[] => world.provider.calls.splice(0).map(({ connection }) => connection);

describe("a resource with a connection", () => {
  it.each(["main", MAIN, ref("main")])(
    "names it as %j, waits for it, and its handler gets its config",
    async (named) => {
      await org.apply(A, {}, { connection: named });
      await world.work();
      expect(await org.get(A)).toMatchObject({ connection: ref("main"), dependencies: [ref("main")] });
      expect(await org.condition(A, "DependenciesReady")).toBe(`False DependencyAbsent: Waits for ${MAIN} (absent)`);
      await org.apply(MAIN, { url: "server://one" });
      await world.work();
      expect(await org.standing(A)).toBe("ready");
      expect(taken()).toEqual([null, { url: "server://one" }]);
    },
  );

  it("takes the secrets that the connection refers to, and none of them is in its own values", async () => {
    await org.apply("pragma/secret/login", { data: { password: "very-secret" } });
    await org.apply(MAIN, { url: "server://me:${pragma/secret/login.outputs.password}@host" });
    await org.apply(A, {}, { connection: "main" });
    await world.work();
    expect(taken().at(-1)).toEqual({ url: "server://me:very-secret@host" });
    expect(JSON.stringify(await org.get(A, { reveal: true }))).not.toContain("very-secret");
    await org.apply(A, { again: true });
    const { claim } = await world.hold(A);
    expect(claimSecrets(world.core, claim)).toContain("server://me:very-secret@host");
  });

  it("does not run when its connection changes, and gets the new config the next time, to retry and to delete as well", async () => {
    await connect(MAIN, "server://old");
    await org.apply(A, {}, { connection: "main" });
    await world.work();
    await org.apply(MAIN, { url: "server://new" });
    await world.work();
    expect(world.provider.take()).toEqual([`${A} CREATE`, `${MAIN} UPDATE`]);
    expect(await org.get(A)).toMatchObject({ generation: 1, lifecycle_state: "ready" });
    await org.apply(A, { count: 1 });
    const first = await world.hold(A);
    await first.settle(fail());
    await org.apply(MAIN, { url: "server://newer" });
    await world.work();
    await org.delete(A);
    await world.work();
    const calls = world.provider.calls.filter(({ key }) => key === A);
    expect(calls.map(({ event, attempt, connection }) => [event, attempt, connection])).toEqual([
      ["UPDATE", 2, { url: "server://newer" }],
      ["DELETE", 1, { url: "server://newer" }],
    ]);
  });

  it("keeps it if an apply leaves it out, is updated if it names another, and has none with null", async () => {
    await connect(MAIN);
    await connect(OTHER);
    await org.apply(A, {}, { connection: "main" });
    await world.work();
    await org.apply(A, {}, { tags: ["x"] });
    expect(await org.get(A)).toMatchObject({ connection: ref("main"), generation: 1 });
    await org.apply(A, {}, { connection: "other" });
    expect((await org.history(A)).at(-1)?.changes).toContainEqual({
      path: "connection",
      before: ref("main"),
      after: ref("other"),
    });
    await world.work();
    expect(taken().at(-1)).toEqual({ url: `server://secret@${OTHER}` });
    await org.apply(A, {}, { connection: null });
    await world.work();
    expect(taken()).toEqual([null]);
    expect(await org.get(A)).toMatchObject({
      connection: null,
      dependencies: [],
      generation: 3,
      lifecycle_state: "ready",
    });
  });

  it("sent back as it was read changes nothing", async () => {
    await connect(MAIN);
    await org.apply(A, {}, { connection: "main", depends_on: ["link/connection/main"] });
    await world.work();
    const { connection, dependencies } = await org.get(A);
    await org.apply(A, {}, { connection, dependencies });
    expect(await org.get(A)).toMatchObject({ generation: 1, lifecycle_state: "ready" });
  });

  it("is not pulled away under it: the deletion is refused naming its users, also to detach them", async () => {
    await connect(MAIN);
    await org.apply(A, {}, { connection: "main" });
    await world.work();
    const dependents = { dependents: [(await org.get(A)).id] };
    await expect(org.delete(MAIN)).rejects.toMatchObject({ code: "has_dependents", facts: dependents });
    await expect(org.delete(MAIN, { dependents: "detach" })).rejects.toMatchObject({
      code: "has_dependents",
      message: expect.stringContaining(`${MAIN} is its connection, so give it another one first, or null`),
    });
    await org.delete(MAIN, { dependents: "cascade" });
    await world.work();
    expect(await org.standings(MAIN, A)).toEqual(["gone", "gone"]);
    expect(world.provider.take().slice(-2)).toEqual([`${A} DELETE`, `${MAIN} DELETE`]);
  });

  it("of another provider waits, names it, and never gets its config", async () => {
    await deployed(world, "chain", TYPES);
    await connect("chain/connection/main");
    await org.apply(A, {}, { connection: "chain/connection/main" });
    await world.work();
    expect(await org.standing(A)).toBe("pending");
    expect(await org.condition(A, "DependenciesReady")).toBe(
      "False ConnectionUnfit: Waits for a connection: chain/connection/main is of another provider, so name one of link, or null",
    );
    expect(world.provider.take()).toEqual([]);
    await connect(MAIN);
    await org.apply(A, {}, { connection: null }).catch(() => undefined);
    await org.delete(A);
    await world.work();
    expect(await org.standing(A)).toBe("gone");
  });

  it("below a draft runs with the connection that ran, and a discarded draft returns to that", async () => {
    await connect(MAIN);
    await connect(OTHER);
    await org.apply(A, {}, { connection: "main" });
    await world.work();
    world.provider.take();
    await org.draft(A, {}, { connection: "other" });
    expect(await org.get(A)).toMatchObject({ lifecycle_state: "draft", connection: ref("other") });
    await org.discard(A);
    await world.work();
    expect(await org.get(A)).toMatchObject({
      lifecycle_state: "ready",
      connection: ref("main"),
      dependencies: [ref("main")],
    });
    await org.draft(A, {}, { connection: "other" });
    await org.delete(A);
    await world.work();
    expect(taken()).toEqual([{ url: `server://secret@${MAIN}` }]);
  });
});

describe("the default connection", () => {
  it("is taken by what is new and says nothing, if it exists then", async () => {
    await org.apply("link/thing/before");
    await connect(DEFAULT);
    await org.apply(A);
    await org.apply("link/thing/none", {}, { connection: null });
    await org.apply("link/thing/before", { later: true });
    const connections = await Promise.all([A, "link/thing/none", "link/thing/before"].map((key) => org.get(key)));
    expect(connections.map(({ connection }) => connection)).toEqual([ref("default"), null, null]);
  });

  it("is none where a provider's type of that name is not made by the kit, and for connections themselves", async () => {
    await deployed(world, "own", { thing: typeOf(), connection: typeOf() });
    await connect("own/connection/default");
    await org.apply("own/thing/a");
    expect(await org.get("own/thing/a")).toMatchObject({ connection: null });
    await connect(DEFAULT);
    await org.apply(MAIN, {});
    expect(await org.get(MAIN)).toMatchObject({ connection: null });
  });

  it("may be declared in the same change", async () => {
    const documents = [thing("a"), { ...ref("default"), config: { url: "server://new" } }];
    const { id, actions } = await changes.applyNow({ documents });
    expect(actions.map(({ resource, wave }) => [resource.name, wave])).toEqual([
      ["default", 0],
      ["a", 1],
    ]);
    await changes.finish(id);
    expect(await org.get(A)).toMatchObject({ connection: ref("default"), lifecycle_state: "ready" });
  });

  it("makes a plan stale that was made without it", async () => {
    const plan = await changes.plan({ documents: [thing("a")] });
    await connect(DEFAULT);
    await expect(changes.apply(plan.id)).rejects.toMatchObject({ code: "stale_plan" });
  });

  it("goes to sub-resources of the same provider as that of their owner does", async () => {
    await connect(MAIN);
    await connect(DEFAULT);
    const { applySubResource } = await import("../src/processing/sub-resources/index.ts");
    await org.apply(A, {}, { connection: "main" });
    const { claim, settle } = await world.hold(A);
    for (const more of [
      { name: "part" },
      { name: "none", connection: null },
      { name: "other", connection: "default" },
    ]) {
      await applySubResource(world.core, claim, { provider: "link", resource: "thing", config: {}, ...more });
    }
    await settle({
      kind: "succeeded",
      outputs: {},
      subResources: ["part", "none", "other"].map((n) => `link/thing/${n}`),
    });
    const parts = await Promise.all(["part", "none", "other"].map((name) => org.get(`link/thing/${name}`)));
    expect(parts.map(({ connection }) => connection)).toEqual([ref("main"), null, ref("default")]);
  });
});

describe("a change", () => {
  it("shows another connection once, and its revert brings the first one back", async () => {
    await connect(MAIN);
    await connect(OTHER);
    await org.apply(A, {}, { connection: "main" });
    await world.work();
    const change = await changes.applyNow({ documents: [thing("a", { connection: "other", config: { count: 1 } })] });
    expect(summary(change)).toEqual([`update ${A}`]);
    expect(change.actions[0]?.changes.map(({ path }) => path)).toEqual(["config.count", "connection"]);
    await changes.finish(change.id);
    const revert = await changes.revert(change.id);
    await changes.finish((await changes.apply(revert.id)).id);
    expect(await org.get(A)).toMatchObject({ connection: ref("main"), config: {}, lifecycle_state: "ready" });
  });

  it("brings none back where there was none, also by a roll-back", async () => {
    await connect(MAIN);
    await org.apply(A, {}, { connection: null });
    await world.work();
    const { id } = await changes.applyNow({ documents: [thing("a", { connection: "main" })] });
    await changes.finish(id);
    const back = await changes.rollBack(A, 1);
    expect(back.actions[0]?.changes.map(({ path, after }) => [path, after])).toContainEqual(["connection", null]);
    await changes.finish((await changes.apply((await changes.revert(id)).id)).id);
    expect(await org.get(A)).toMatchObject({ connection: null, dependencies: [] });
  });

  it("that waits for a connection of another provider says so", async () => {
    await deployed(world, "chain", TYPES);
    await connect("chain/connection/main");
    const { id } = await changes.applyNow({ documents: [thing("a", { connection: "chain/connection/main" })] });
    const change = await changes.finish(id);
    expect(change.status).toBe("applying");
    expect(change.blocked).toMatchObject([{ resource: (await org.get(A)).id }]);
    expect(ends(change)).toEqual({ a: "waiting" });
  });

  it("replaces the connection of all that use it, one after the other, in one plan", async () => {
    await connect(MAIN);
    for (const name of ["a", "b"]) await org.apply(`link/thing/${name}`, {}, { connection: "main" });
    await world.work();
    const documents = [
      { ...ref("next"), config: { url: "server://next" } },
      ...["a", "b"].map((name) => thing(name, { connection: "next" })),
    ];
    const remove = [{ resource: (await org.get(MAIN)).id }];
    const change = await changes.applyNow({ documents, delete: remove });
    expect((await changes.finish(change.id)).status).toBe("succeeded");
    expect(await org.standing(MAIN)).toBe("gone");
  });
});
