import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Changes, summary } from "../support/changes.ts";
import type { Organization } from "../support/organization.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let org: Organization;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(() => {
  world.provider.reset();
  org = world.moveOn();
  changes = new Changes(world);
});
afterAll(() => world.close());

const A = "test/item/a";
const SOURCE = "test/item/source";
const IGNORES_COUNT = { handling: { ignore: ["count"] } };
const document = (config: object) => ({ provider: "test", resource: "item", name: "a", config });

async function existing(config: Record<string, string | number>): Promise<void> {
  await org.apply(A, config, IGNORES_COUNT);
  await world.work();
  world.provider.take();
}

describe("a path that is ignored", () => {
  it("is declared and sends nothing where it alone differs", async () => {
    await existing({ value: "1", count: 1 });
    const { generation, applied_config } = (await org.row(A)) ?? {};
    await org.apply(A, { value: "1", count: 2 });
    await world.work();
    expect(world.provider.take()).toEqual([]);
    const row = await org.get(A);
    expect(row).toMatchObject({ lifecycle_state: "ready", config: { value: "1", count: 2 }, error: null });
    expect(row.generation).toBe((generation ?? 0) + 1);
    expect(row.observed_generation).toBe(row.generation);
    expect((await org.row(A))?.applied_config).toBe(applied_config);
    expect((await org.history(A)).at(-1)).toMatchObject({
      event_type: "UPDATE",
      to_state: "ready",
      changes: [{ path: "config.count", before: 1, after: 2 }],
    });
  });

  it("goes along where another one differs, too", async () => {
    await existing({ value: "1", count: 1 });
    await org.apply(A, { value: "2", count: 2 });
    await world.work();
    expect(world.provider.calls.at(-1)?.config).toEqual({ value: "2", count: 2 });
  });

  it("is still sent if what exists is created, drafted or applied again", async () => {
    await existing({ value: "1", count: 1 });
    await org.draft(A, { value: "1", count: 3 });
    expect(await org.state(A)).toBe("draft");
    await org.apply(A, { value: "1", count: 3 });
    await world.work();
    expect(world.provider.calls.at(-1)?.config).toEqual({ value: "1", count: 3 });
  });

  it("takes a value from elsewhere, and does not follow it", async () => {
    await org.apply(SOURCE, { value: 1 });
    await org.apply(A, { value: "x", count: `\${${SOURCE}.outputs.value}` }, IGNORES_COUNT);
    await world.work();
    world.provider.take();
    const plan = await changes.plan({ documents: [{ ...document({ value: 2 }), name: "source" }] });
    expect(summary(plan)).toEqual([`update ${SOURCE}`]);
    const applied = await changes.finish((await changes.apply(plan.id)).id);
    expect(applied.status).toBe("succeeded");
    expect(world.provider.take()).toEqual([`${SOURCE} UPDATE`]);
    expect(await org.standing(A)).toBe("ready");
  });

  it("is an update in a plan, which says that nothing is sent, and can be undone", async () => {
    await existing({ value: "1", count: 1 });
    const plan = await changes.plan({ documents: [document({ value: "1", count: 2 })] });
    expect(plan.actions).toMatchObject([
      {
        action: "update",
        changes: [{ path: "config.count", before: 1, after: 2 }],
        warnings: ["Only what resource:test_item_a ignores differs: nothing is sent to its provider"],
      },
    ]);
    const applied = await changes.finish((await changes.apply(plan.id)).id);
    expect(applied.status).toBe("succeeded");
    expect(world.provider.take()).toEqual([]);
    const undo = await changes.revert(plan.id);
    await changes.finish((await changes.apply(undo.id)).id);
    expect((await org.get(A)).config).toEqual({ value: "1", count: 1 });
    expect(world.provider.take()).toEqual([]);
  });

  it("is refused with what was meant if its type has no such path", async () => {
    const refused = org.apply(A, { value: "1" }, { handling: { ignore: ["value.x", "cuont", "a..b"] } });
    await expect(refused).rejects.toMatchObject({
      code: "validation_failed",
      issues: [
        {
          loc: ["body", "handling", "ignore", 1],
          msg: "cuont is not in the schema of its type: there is no cuont; did you mean count?",
        },
        {
          loc: ["body", "handling", "ignore", 2],
          msg: "a..b is not a path of a config, such as size, labels.* or servers[0].port",
        },
      ],
    });
    expect(await org.row(A)).toBeUndefined();
  });
});

describe("what is observed", () => {
  it("is refused for a type that cannot look", async () => {
    const refused = org.apply(A, { value: "1" }, { handling: { mode: "observe" } });
    await expect(refused).rejects.toMatchObject({
      code: "validation_failed",
      issues: [{ loc: ["body", "handling", "mode"], type: "not_observable" }],
    });
  });
});

describe("what is kept when it is deleted", () => {
  it("is forgotten without its provider, which the plan says", async () => {
    await org.apply(A, { value: "1" }, { handling: { on_delete: "keep" } });
    await world.work();
    world.provider.take();
    const plan = await changes.plan({ delete: [{ resource: "resource:test_item_a" }] });
    expect(plan.actions).toMatchObject([{ action: "delete", warnings: ["Forgotten only: the real object stays"] }]);
    const applied = await changes.finish((await changes.apply(plan.id)).id);
    expect(applied.status).toBe("succeeded");
    expect(world.provider.take()).toEqual([]);
    expect(await org.standing(A)).toBe("gone");
  });

  it("goes after its dependents, which are deleted", async () => {
    await org.apply(A, { value: "1" }, { handling: { on_delete: "keep" } });
    await org.apply("test/item/b", { value: `\${${A}.outputs.value}` });
    await world.work();
    world.provider.take();
    await org.delete(A, { dependents: "cascade" });
    await world.work();
    expect(world.provider.take()).toEqual(["test/item/b DELETE"]);
    expect(await org.standings(A, "test/item/b")).toEqual(["gone", "gone"]);
  });
});
