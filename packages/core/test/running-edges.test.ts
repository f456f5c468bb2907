import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deleteProvider } from "../src/providers/index.ts";
import { getResourceGraph } from "../src/resources/read/index.ts";
import { deletionIssues } from "./support/deletion-issues.ts";
import type { Organization } from "./support/organization.ts";
import { deployed, typeOf } from "./support/provider.ts";
import { reject, succeed } from "./support/script.ts";
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

const key = (name: string) => `test/open/${name}`;
const id = (name: string) => `resource:test_open_${name}`;
const ref = (name: string) => ({ provider: "test", resource: "open", name });
const uses = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `\${test/open/${name}.outputs.v}`]));
const standings = (...names: string[]) => org.standings(...names.map(key));
const MODES = [undefined, "cascade", "detach"] as const;

async function ready(name: string, config: object = { v: 1 }, extras = {}): Promise<void> {
  await org.apply(key(name), config as never, extras);
  await world.work();
  expect(await org.standing(key(name))).toBe("ready");
  world.provider.take();
}

/** A `user` that runs with `base`. */
async function userOfBase(): Promise<void> {
  await ready("base");
  await ready("user", { v: 1, ...uses("base") });
}

/** A deletion that is refused whatever it asks for, with a message, before anything happens; its plan says the same. */
async function expectRefused(name: string, dependents: string[], reason: string): Promise<void> {
  const before = await world.everything();
  for (const mode of MODES) {
    const refusal = { message: `${id(name)} cannot be deleted: ${reason}`, facts: { dependents: dependents.map(id) } };
    await expect(org.delete(key(name), { dependents: mode })).rejects.toMatchObject({
      code: "has_dependents",
      ...refusal,
    });
    const issues = await deletionIssues(world.core, org.context, key(name), mode);
    expect(issues.map(({ type }) => type)).toEqual(dependents.map(() => "has_dependents"));
    for (const dependent of dependents) expect(issues.map(({ msg }) => msg).join("; ")).toContain(key(dependent));
  }
  expect(await world.everything()).toEqual(before);
}

describe("a reference dropped by an update", () => {
  it.each(MODES)(
    "that is in flight holds the deletion up, which takes the dependent along with no option: %s",
    async (dependents) => {
      await userOfBase();
      await org.apply(key("user"), { v: 2 });
      expect(await deletionIssues(world.core, org.context, key("base"), dependents)).toEqual([]);
      expect(await org.delete(key("base"), { dependents })).toMatchObject({ lifecycle_state: "pending" });
      expect(await org.condition(key("base"), "Deleting")).toBe("True Deleting: Waits for test/open/user (pending)");
      expect(await world.claim(key("base"))).toBe(false);
      const update = await world.hold(key("user"));
      expect(await world.claim(key("base"))).toBe(false);
      expect(await org.condition(key("base"), "Deleting")).toBe("True Deleting: Waits for test/open/user (processing)");
      while (await world.takeJob());
      // Only its success lets the deletion go on.
      await update.settle(succeed({ v: 2 }));
      await world.work();
      expect(world.provider.take()).toEqual([`${key("base")} DELETE`]);
      expect(await standings("base", "user")).toEqual(["gone", "ready"]);
    },
  );

  it("that has succeeded holds up nothing", async () => {
    await userOfBase();
    await ready("user", { v: 2 });
    expect(await world.count("edges", `organization_id = '${org.id}'`)).toBe(0);
    expect((await org.row(key("user")))?.running_dependencies).toBeNull();
    await org.delete(key("base"));
    await world.work();
    expect(await standings("base", "user")).toEqual(["gone", "ready"]);
  });

  it("that is staged has the deletion refused until it is applied", async () => {
    await userOfBase();
    await org.draft(key("user"), { v: 2 });
    await expectRefused("base", ["user"], `${id("user")} still runs with it, since its update without it is staged`);
    await org.apply(key("user"), { v: 2 });
    await org.delete(key("base"));
    await world.work();
    expect(world.provider.take()).toEqual([`${key("user")} UPDATE`, `${key("base")} DELETE`]);
  });

  it("that failed or was cancelled has the deletion refused until another one succeeds", async () => {
    await userOfBase();
    await org.apply(key("user"), { v: 2 });
    await org.cancel(key("user"));
    const reason = `${id("user")} still runs with it, since its update without it failed`;
    await expectRefused("base", ["user"], reason);
    world.provider.answer(key("user"), reject());
    await org.apply(key("user"), { v: 3 });
    await world.work();
    await expectRefused("base", ["user"], reason);
    await ready("user", { v: 3 });
    await org.delete(key("base"));
    await world.work();
    expect(await standings("base", "user")).toEqual(["gone", "ready"]);
  });

  it("that fails while the deletion waits holds it up until another one succeeds", async () => {
    await userOfBase();
    await org.apply(key("user"), { v: 2 });
    await org.delete(key("base"));
    world.provider.answer(key("user"), reject());
    await world.work();
    expect(await standings("base", "user")).toEqual(["pending+deleting", "failed"]);
    expect(await org.condition(key("base"), "Deleting")).toBe("True Deleting: Waits for test/open/user (failed)");
    await org.apply(key("user"), { v: 3 });
    await world.work();
    expect(await standings("base", "user")).toEqual(["gone", "ready"]);
  });

  it.each(["detach", undefined] as const)(
    "that fails and is staged while the deletion waits holds it up until it is applied or deleted: %s",
    async (dependents) => {
      for (const goesOn of ["applied", "deleted"] as const) {
        await userOfBase();
        if (dependents === undefined) await org.apply(key("user"), { v: 2 });
        await org.delete(key("base"), { dependents });
        world.provider.answer(key("user"), reject());
        await world.work();
        await org.draft(key("user"), { v: 3 });
        await world.work();
        expect(await standings("base", "user")).toEqual(["pending+deleting", "draft"]);
        expect(await org.condition(key("base"), "Deleting")).toBe("True Deleting: Waits for test/open/user (draft)");
        if (goesOn === "applied") await org.apply(key("user"), { v: 3 });
        else await org.delete(key("user"), { dependents: "cascade" });
        await world.work();
        expect(await standings("base", "user")).toEqual(["gone", goesOn === "applied" ? "ready" : "gone"]);
        await org.delete(key("user"));
        await world.work();
        world.provider.reset();
      }
    },
  );

  it("of a first create that failed holds up what it was handed over with", async () => {
    await ready("base");
    world.provider.answer(key("user"), reject("half made"));
    await org.apply(key("user"), uses("base"));
    await world.work();
    await org.draft(key("user"), { v: 2 });
    await expectRefused("base", ["user"], `${id("user")} still runs with it, since its update without it is staged`);
    await org.apply(key("user"), { v: 2 });
    await org.delete(key("base"));
    await world.work();
    expect(world.provider.take()).toEqual([`${key("user")} CREATE`, `${key("user")} CREATE`, `${key("base")} DELETE`]);
  });

  it("that was never handed over with it holds up nothing", async () => {
    await ready("base");
    await org.draft(key("idea"), uses("base"));
    await org.apply(key("waiting"), uses("base", "absent"));
    await org.apply(key("broken"), { x: "${test/open/base.outputs.nothing}" });
    await ready("user", { v: 1 });
    await org.draft(key("user"), uses("base"));
    await world.work();
    await org.cancel(key("waiting"));
    for (const name of ["idea", "waiting", "broken", "user"]) await org.draft(key(name), { v: 2 });
    expect(await world.count("edges", `organization_id = '${org.id}'`)).toBe(0);
    await org.delete(key("base"));
    await world.work();
    expect(await org.standing(key("base"))).toBe("gone");
  });
});

describe("what a resource runs with", () => {
  it("is everything that it may have been handed over with since the last success", async () => {
    for (const name of ["one", "two", "three"]) await ready(name);
    await ready("user", uses("one"));
    world.provider.answer(key("user"), reject());
    await org.apply(key("user"), uses("two"));
    await world.work();
    await org.draft(key("user"), uses("three"));
    await org.draft(key("user"), { v: 2 });
    const reason = `${id("user")} still runs with it, since its update without it is staged`;
    for (const name of ["one", "two"]) await expectRefused(name, ["user"], reason);
    await org.delete(key("three"));
    await org.apply(key("user"), { v: 2 });
    for (const name of ["one", "two"]) await org.delete(key(name));
    await world.work();
    expect(await standings("one", "two", "three", "user")).toEqual(["gone", "gone", "gone", "ready"]);
  });

  it("is remembered while a draft keeps the reference and the next one drops it", async () => {
    await userOfBase();
    await org.draft(key("user"), { ...uses("base"), more: 1 });
    await org.draft(key("user"), { more: 1 });
    await expectRefused("base", ["user"], `${id("user")} still runs with it, since its update without it is staged`);
  });

  it("is an ordinary dependency again once it is wanted again", async () => {
    await userOfBase();
    await org.draft(key("user"), { v: 2 });
    await org.draft(key("user"), uses("base"));
    expect((await org.get(key("user"))).dependencies).toEqual([ref("base")]);
    await expect(org.delete(key("base"))).rejects.toMatchObject({
      message: `${id("base")} cannot be deleted: ${id("user")} depends on it`,
    });
    await org.delete(key("base"), { dependents: "cascade" });
    await world.work();
    expect(await standings("base", "user")).toEqual(["gone", "gone"]);
  });

  it("is told apart from what depends on it, and both are listed", async () => {
    await userOfBase();
    await ready("other", uses("base"));
    await org.draft(key("user"), { v: 2 });
    await expect(org.delete(key("base"))).rejects.toMatchObject({
      message: `${id("base")} cannot be deleted: ${id("other")} depends on it; ${id("user")} still runs with it, since its update without it is staged`,
      facts: { dependents: [id("other"), id("user")] },
    });
  });

  it("is neither a dependency, nor an edge of the graph, nor part of a cycle", async () => {
    await userOfBase();
    await org.draft(key("user"), { v: 2 });
    expect((await org.get(key("user"))).dependencies).toEqual([]);
    expect((await getResourceGraph(world.core, org.context, {})).edges).toEqual([]);
    await ready("base", { v: 1, ...uses("user") });
    expect((await getResourceGraph(world.core, org.context, {})).edges).toMatchObject([
      { from: id("base"), to: id("user") },
    ]);
  });

  it("goes after it, even if it no longer wants it", async () => {
    await userOfBase();
    await org.apply(key("user"), { v: 2 });
    await org.delete(key("base"));
    await org.delete(key("user"));
    await world.work();
    expect(world.provider.take()).toEqual([`${key("user")} DELETE`, `${key("base")} DELETE`]);
    expect(await standings("base", "user")).toEqual(["gone", "gone"]);
  });

  it("may wait for it in turn: if each runs with the other, the desired order counts", async () => {
    await userOfBase();
    await org.draft(key("user"), { v: 2 });
    await ready("base", { v: 1, ...uses("user") });
    await org.delete(key("user"), { dependents: "cascade" });
    await world.work();
    expect(world.provider.take()).toEqual([`${key("base")} DELETE`, `${key("user")} DELETE`]);
    expect(await standings("base", "user")).toEqual(["gone", "gone"]);
  });

  it("does not keep it from being forgotten, since the real object stays", async () => {
    await userOfBase();
    await org.draft(key("user"), { v: 2 });
    expect(await org.delete(key("base"), { orphan: true })).toBeNull();
    await ready("user", { v: 2 });
    expect(await world.count("edges", `organization_id = '${org.id}'`)).toBe(0);
  });

  it("does not concern owners: one that is let go is free at once", async () => {
    await ready("base");
    await ready("owned", { v: 1 }, { owner_references: [ref("base")] });
    await org.draft(key("owned"), { v: 2 }, { owner_references: [] });
    await org.delete(key("base"));
    await world.work();
    expect(await standings("base", "owned")).toEqual(["gone", "draft"]);
  });

  it("holds up a provider that is to go, too", async () => {
    await deployed(world, "shop", { item: typeOf() });
    while (await world.takeJob());
    await org.apply("shop/item/base", {});
    await world.work();
    await org.apply(key("user"), {}, { depends_on: ["shop/item/base"] });
    await world.work();
    await org.draft(key("user"), { v: 2 });
    const remove = () => deleteProvider(world.core, org.context, "shop", { cascade: true });
    await expect(remove()).rejects.toMatchObject({
      code: "has_dependents",
      message: `The provider shop cannot be deleted: ${id("user")} still runs with it, since its update without it is staged`,
    });
    await org.apply(key("user"), { v: 2 });
    expect(await remove()).toMatchObject({ resources_deleted: 1 });
    expect(await org.condition("shop/item/base", "Deleting")).toBe("True Deleting: Waits for test/open/user (pending)");
    await world.work();
    expect(await org.standing("shop/item/base")).toBe("gone");
  });
});

describe("detaching", () => {
  it("is an update in flight like any other", async () => {
    await userOfBase();
    await org.delete(key("base"), { dependents: "detach" });
    expect((await org.row(key("user")))?.running_dependencies).toEqual([key("base")]);
    world.provider.answer(key("user"), reject());
    await world.work();
    await org.cancel(key("base"));
    await expectRefused("base", ["user"], `${id("user")} still runs with it, since its update without it failed`);
  });

  it("is refused if the dependent runs with it and nothing would be run for it", async () => {
    await userOfBase();
    await org.draft(key("user"), { ...uses("base"), more: 1 });
    const detach = () => org.delete(key("base"), { dependents: "detach" });
    await expect(detach()).rejects.toMatchObject({
      code: "has_dependents",
      message: `${id("base")} cannot be deleted: ${id("user")} still runs with it, since its update without it is staged`,
      facts: { dependents: [id("user")] },
    });
    await ready("user", { ...uses("base"), more: 1 });
    world.provider.answer(key("user"), reject("locked"));
    await org.delete(key("user"));
    await world.work();
    await expect(detach()).rejects.toMatchObject({
      code: "has_dependents",
      message: `${id("base")} cannot be deleted: ${id("user")} still runs with it, since its deletion failed`,
    });
    expect(await deletionIssues(world.core, org.context, key("base"), "detach")).toMatchObject([
      { type: "has_dependents", msg: `${key("user")} still runs with it, since its deletion failed` },
    ]);
    await org.delete(key("base"), { dependents: "cascade" });
    await world.work();
    expect(await standings("base", "user")).toEqual(["gone", "gone"]);
  });
});
