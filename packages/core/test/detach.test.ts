import type { JsonObject } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Organization } from "./support/organization.ts";
import { reject, succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

const MASK = "********";
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

const detach = (key: string) => org.delete(key, { dependents: "detach" });

async function ready(key: string, config: JsonObject, extras = {}): Promise<void> {
  await org.apply(key, config, extras);
  await world.work();
  expect(await org.standing(key)).toBe("ready");
  world.provider.take();
}

describe("detaching dependents", () => {
  it("puts the last value in place of each reference, in every form, and drops the dependency", async () => {
    await ready("test/open/base", { x: { deep: [1, "two ${HOME}"] }, text: "abc" });
    await ready("test/open/other", { y: 9 });
    const whole = { __dependency__: true, provider: "test", resource: "open", name: "base" };
    await ready(
      "test/open/user",
      {
        object: { provider: "test", resource: "open", name: "base", field: "x" },
        string: "${test/open/base.outputs.x.deep.0}",
        mixed: "<${test/open/base.config.text}|${test/open/other.outputs.y}>",
        whole,
        literal: "$${kept}",
      },
      { depends_on: ["test/open/base", "test/open/other"] },
    );
    const outputs = (await org.get("test/open/user")).outputs;
    await detach("test/open/base");
    const user = await org.get("test/open/user");
    expect(user).toMatchObject({
      lifecycle_state: "pending",
      generation: 2,
      dependencies: [{ provider: "test", resource: "open", name: "other" }],
      config: {
        object: { deep: [1, "two $${HOME}"] },
        string: 1,
        mixed: "<abc|${test/open/other.outputs.y}>",
        literal: "$${kept}",
      },
    });
    expect((await org.row("test/open/user"))?.explicit_dependencies).toBe(1);
    expect(await org.condition("test/open/base", "Deleting")).toBe("True Deleting: Waits for test/open/user (pending)");
    expect(await world.claim("test/open/base")).toBe(false);
    await world.work();
    expect(world.provider.take()).toEqual(["test/open/user UPDATE", "test/open/base DELETE"]);
    expect(await org.standings("test/open/base", "test/open/user")).toEqual(["gone", "ready"]);
    expect((await org.get("test/open/user")).outputs).toEqual(outputs);
    expect(await world.count("edges", `organization_id = '${org.id}' AND to_key = 'test/open/base'`)).toBe(0);
    expect((await org.trail("test/open/user")).slice(-3)).toEqual([
      "UPDATE:ready>pending",
      "UPDATE:pending>processing",
      "UPDATE:processing>ready",
    ]);
  });

  it("keeps secrets sealed, and seals what lands in a sensitive field", async () => {
    const secret = "correct horse battery";
    await ready("pragma/secret/s", { data: { password: secret } });
    await ready("test/open/plain", { text: "landing-in-a-secret-field" });
    await ready("test/item/user", {
      text: "pg://${pragma/secret/s.outputs.password}@h",
      value: { provider: "pragma", resource: "secret", name: "s", field: "password" },
      secret: "${test/open/plain.outputs.text}",
    });
    await detach("pragma/secret/s");
    await world.work();
    expect(await org.standings("pragma/secret/s", "test/item/user")).toEqual(["gone", "ready"]);
    expect(await world.tablesHolding(secret)).toEqual([]);
    await detach("test/open/plain");
    const config = JSON.parse((await org.row("test/item/user"))?.config ?? "{}");
    expect(config.secret).toHaveProperty("$encrypted");
    expect((await org.get("test/item/user")).config).toEqual({ text: MASK, value: MASK, secret: MASK });
    await world.work();
    expect((await org.get("test/item/user", { reveal: true })).resolved_config).toEqual({
      text: `pg://${secret}@h`,
      value: secret,
      secret: "landing-in-a-secret-field",
    });
    const changes = (await org.history("test/item/user")).flatMap((event) => event.changes);
    expect(changes).toContainEqual({ path: "config.secret", before: "${test/open/plain.outputs.text}", after: MASK });
    expect(JSON.stringify(changes)).not.toContain("landing-in-a-secret-field");
  });

  it("waits until every one of them is ready again", async () => {
    await ready("test/open/base", { x: 1 });
    for (const name of ["one", "two"]) await ready(`test/open/${name}`, { x: "${test/open/base.outputs.x}" });
    world.provider.answer("test/open/two", reject("not now"));
    await detach("test/open/base");
    await world.work();
    expect(await org.standings("test/open/one", "test/open/two", "test/open/base")).toEqual([
      "ready",
      "failed",
      "pending+deleting",
    ]);
    expect(await org.condition("test/open/base", "Deleting")).toBe("True Deleting: Waits for test/open/two (failed)");
    await org.apply("test/open/two", { x: 1 });
    await world.work();
    expect(await org.standings("test/open/two", "test/open/base")).toEqual(["ready", "gone"]);
  });

  it("goes on when one of them is deleted instead", async () => {
    await ready("test/open/base", { x: 1 });
    await ready("test/open/user", { x: "${test/open/base.outputs.x}" });
    world.provider.answer("test/open/user", reject("not now"));
    await detach("test/open/base");
    await world.work();
    await org.delete("test/open/user");
    await world.work();
    expect(await org.standings("test/open/user", "test/open/base")).toEqual(["gone", "gone"]);
  });

  it("rewrites drafts, which stay drafts, and waits for none of them", async () => {
    await ready("test/open/base", { x: 1 });
    await org.draft("test/open/user", { x: "${test/open/base.outputs.x}" });
    await detach("test/open/base");
    await world.work();
    expect(await org.standings("test/open/user", "test/open/base")).toEqual(["draft", "gone"]);
    expect((await org.get("test/open/user")).config).toEqual({ x: 1 });
  });

  it("detaches from everything that goes, and from nothing else", async () => {
    await ready("test/open/base", { x: 1 });
    await ready(
      "test/open/owned",
      { y: 2 },
      { owner_references: [{ provider: "test", resource: "open", name: "base" }] },
    );
    await ready("test/open/stays", { z: 3 });
    await ready("test/open/user", {
      all: "${test/open/base.outputs.x}${test/open/owned.outputs.y}${test/open/stays.outputs.z}",
    });
    await detach("test/open/base");
    expect((await org.get("test/open/user")).config).toEqual({ all: "12${test/open/stays.outputs.z}" });
    await world.work();
    expect(await org.standings("test/open/base", "test/open/owned", "test/open/user")).toEqual([
      "gone",
      "gone",
      "ready",
    ]);
    expect(world.provider.take()).toEqual(["test/open/user UPDATE", "test/open/owned DELETE", "test/open/base DELETE"]);
  });

  it("is refused if a value never existed, and nothing is changed", async () => {
    await org.draft("test/open/base", { x: 1 });
    await org.draft("test/open/user", { x: "${test/open/base.outputs.x}" });
    const before = await world.everything();
    await expect(detach("test/open/base")).rejects.toMatchObject({
      code: "has_dependents",
      facts: { dependents: ["resource:test_open_user"], field: "outputs.x" },
    });
    expect(await world.everything()).toEqual(before);
  });

  it("is refused while a dependent is processed", async () => {
    await ready("test/open/base", { x: 1 });
    await org.apply("test/open/user", { x: "${test/open/base.outputs.x}" });
    await world.hold("test/open/user");
    const before = await world.everything();
    await expect(detach("test/open/base")).rejects.toMatchObject({
      code: "not_deletable",
      facts: { resource_id: "resource:test_open_user" },
    });
    expect(await world.everything()).toEqual(before);
  });

  it("replaces the event of one that waits", async () => {
    await ready("test/open/base", { x: 1 });
    await org.apply("test/open/user", { x: "${test/open/base.outputs.x}", y: "${test/open/absent.outputs.y}" });
    await world.work();
    await detach("test/open/base");
    await org.apply("test/open/absent", { y: 2 });
    await world.work();
    expect(await org.standings("test/open/base", "test/open/user")).toEqual(["gone", "ready"]);
    expect((await org.get("test/open/user")).resolved_config).toEqual({ x: 1, y: 2 });
    expect(await world.count("events", `organization_id = '${org.id}' AND settled_at IS NULL`)).toBe(0);
  });

  it("leaves a dependent alone that is being deleted, and waits for it", async () => {
    await ready("test/open/base", { x: 1 });
    await ready("test/open/user", { x: "${test/open/base.outputs.x}" });
    const going = await org.delete("test/open/user");
    await detach("test/open/base");
    expect(await org.standings("test/open/user", "test/open/base")).toEqual(["pending+deleting", "pending+deleting"]);
    expect((await org.row("test/open/user"))?.version).toBe(going?.version);
    await world.work();
    expect(world.provider.take()).toEqual(["test/open/user DELETE", "test/open/base DELETE"]);
    expect(await org.standings("test/open/user", "test/open/base")).toEqual(["gone", "gone"]);
  });

  it("detaches a dependent whose own deletion failed without starting anything for it, unless it runs with it", async () => {
    for (const name of ["base", "other"]) await ready(`test/open/${name}`, { x: 1 });
    await ready("test/open/user", { x: "${test/open/base.outputs.x}" });
    await org.draft("test/open/user", { x: "${test/open/base.outputs.x}", y: "${test/open/other.outputs.x}" });
    world.provider.answer("test/open/user", reject("locked"));
    await org.delete("test/open/user");
    await world.work();
    await expect(detach("test/open/base")).rejects.toMatchObject({
      code: "has_dependents",
      facts: { dependents: ["resource:test_open_user"] },
    });
    await detach("test/open/other");
    await world.work();
    const all = () => org.standings("test/open/user", "test/open/base", "test/open/other");
    expect(await all()).toEqual(["failed+deleting", "ready", "gone"]);
    await org.apply("test/open/user", { x: 1 });
    await world.work();
    await detach("test/open/base");
    await world.work();
    expect(await all()).toEqual(["ready", "gone", "gone"]);
  });

  it("of a deletion that is withdrawn again has the next one refused while it still runs with it", async () => {
    await ready("test/open/base", { x: 1 });
    await ready("test/open/user", { x: "${test/open/base.outputs.x}" });
    world.provider.answer("test/open/user", reject("not now"));
    await detach("test/open/base");
    await world.work();
    await org.cancel("test/open/base");
    await org.apply("test/open/base", { x: 1 });
    await world.work();
    await expect(org.delete("test/open/base")).rejects.toMatchObject({
      code: "has_dependents",
      facts: { dependents: ["resource:test_open_user"] },
    });
    await org.apply("test/open/user", { x: 1 });
    await org.delete("test/open/base");
    await world.work();
    expect(await org.standings("test/open/user", "test/open/base")).toEqual(["ready", "gone"]);
  });

  it("gives the value that the dependent would get now, also where it was stale", async () => {
    await ready("test/open/base", { x: 1 });
    await ready("test/open/user", { x: "${test/open/base.outputs.x}" });
    await org.apply("test/open/base", { x: 2 });
    await (await world.hold("test/open/base")).settle(succeed({ x: 2 }));
    await detach("test/open/base");
    await world.work();
    expect(await org.get("test/open/user")).toMatchObject({ lifecycle_state: "ready", config: { x: 2 } });
    expect(await org.standing("test/open/base")).toBe("gone");
  });

  it("is refused by name where a dependent whose own deletion failed would wait for one that waits for it", async () => {
    for (const name of ["base", "going", "former", "other"]) await ready(`test/open/${name}`, {});
    await ready("test/open/user", {}, { depends_on: ["test/open/former"] });
    await ready("test/open/below", {}, { depends_on: ["test/open/other"] });
    // Deleted before it has run with them.
    await org.apply("test/open/user", {}, { depends_on: ["test/open/base", "test/open/going"] });
    world.provider.answer("test/open/user", reject("no"));
    await org.delete("test/open/going", { dependents: "cascade" });
    await world.work();
    expect(await org.standings("test/open/user", "test/open/going")).toEqual(["failed+deleting", "pending+deleting"]);
    // Rings are looked for only while some deletion waits for an update.
    await detach("test/open/other");
    await expect(detach("test/open/base")).rejects.toMatchObject({
      code: "deletion_in_progress",
      facts: { resource_id: "resource:test_open_user" },
    });
    expect(await org.standing("test/open/base")).toBe("ready");
    await org.delete("test/open/user");
    await world.work();
    await detach("test/open/base");
    await world.work();
    expect(await org.standings("test/open/user", "test/open/going", "test/open/base")).toEqual([
      "gone",
      "gone",
      "gone",
    ]);
  });
});
