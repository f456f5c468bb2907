import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deleteSet } from "../../src/changes/index.ts";
import { getSet, listSets } from "../../src/resources/sets/index.ts";
import { Changes, summary } from "../support/changes.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(() => {
  world.provider.reset();
  world.moveOn();
  changes = new Changes(world);
});
afterAll(() => world.close());

const settings = (name: string, data: object = {}) => ({
  provider: "pragma",
  resource: "config",
  name,
  config: { data },
});
const user = (name: string, of: string) => settings(name, { text: `\${pragma/config/${of}.outputs.text}` });

const shop = [settings("base", { text: "hello" }), user("page", "base"), user("mail", "base")];

async function appliedShop(): Promise<string> {
  const { id } = await changes.applyNow({ documents: shop, set: "shop" });
  expect(await changes.finish(id)).toMatchObject({ status: "succeeded", set: "shop" });
  return id;
}

describe("a set", () => {
  it("has what was applied with it, and an apply outside leaves that", async () => {
    const id = await appliedShop();
    expect(await getSet(world.core, world.org.context, "shop")).toMatchObject({
      name: "shop",
      resources: 3,
      by_state: { ready: 3 },
      last_change: id,
      ids: ["resource:pragma_config_base", "resource:pragma_config_mail", "resource:pragma_config_page"],
    });
    await changes.finish((await changes.applyNow({ documents: [settings("base", { text: "hi" })] })).id);
    expect(await getSet(world.core, world.org.context, "shop")).toMatchObject({ resources: 3 });
    expect((await listSets(world.core, world.org.context, { limit: 10 })).sets.map(({ name }) => name)).toEqual([
      "shop",
    ]);
  });

  it("is planned again without a change, prunes what the documents leave out, and a revert brings it back", async () => {
    await appliedShop();
    const again = await changes.plan({ documents: shop, set: "shop", prune: true });
    expect(again).toMatchObject({ counts: { unchanged: 3, delete: 0, update: 0 }, actions: [] });

    const less = await changes.plan({ documents: shop.slice(0, 2), set: "shop", prune: true });
    expect(summary(less)).toEqual(["delete pragma/config/mail"]);
    expect(less.actions[0]).toMatchObject({ because: { kind: "set" } });
    await changes.apply(less.id);
    expect(await changes.finish(less.id)).toMatchObject({ status: "succeeded" });
    expect(await getSet(world.core, world.org.context, "shop")).toMatchObject({ resources: 2 });

    const back = await changes.revert(less.id);
    expect(back).toMatchObject({ status: "planned", reverts: less.id, counts: { create: 1 } });
    await changes.apply(back.id);
    await changes.finish(back.id);
    expect(await getSet(world.core, world.org.context, "shop")).toMatchObject({ resources: 3, by_state: { ready: 3 } });
    expect(await changes.get(less.id)).toMatchObject({ reverted_by: back.id });
  });

  it("is never emptied by documents that are missing", async () => {
    await appliedShop();
    const nothing = changes.plan({ documents: [], set: "shop", prune: true });
    await expect(nothing).rejects.toMatchObject({ code: "validation_failed" });
    const without = changes.plan({ documents: shop, prune: true });
    await expect(without).rejects.toMatchObject({ code: "validation_failed" });
    const meant = await changes.plan({ set: "shop", prune: true, allow_empty: true });
    expect(meant.counts).toMatchObject({ delete: 3 });
  });

  it("does not lose a resource to another, unless that takes it over", async () => {
    await appliedShop();
    const other = await changes.plan({ documents: [settings("base", { text: "hello" })], set: "other" });
    expect(other.counts).toMatchObject({ refuse: 1 });
    expect(other.actions[0]?.issues).toMatchObject([{ loc: ["documents", 0], type: "other_set" }]);
    const taken = await changes.plan({
      documents: [settings("base", { text: "hello" })],
      set: "other",
      take_over: true,
    });
    expect(taken.actions).toMatchObject([
      { action: "update", because: { kind: "set" }, changes: [{ path: "set", before: "shop", after: "other" }] },
    ]);
  });

  it("keeps what something outside depends on, by name", async () => {
    await appliedShop();
    await changes.finish((await changes.applyNow({ documents: [user("outside", "page")] })).id);
    const pruned = await changes.plan({ documents: shop.slice(0, 1), set: "shop", prune: true });
    expect(pruned.counts).toMatchObject({ refuse: 1, delete: 1 });
    const refused = pruned.actions.find(({ action }) => action === "refuse");
    expect(refused).toMatchObject({ resource: { name: "page" }, issues: [{ loc: ["prune"], type: "has_dependents" }] });
    const all = deleteSet(world.core, world.org.context, "shop");
    await expect(all).rejects.toMatchObject({ code: "has_dependents" });
  });

  it("that another has emptied in that moment does not exist, and no change deletes nothing", async () => {
    await appliedShop();
    const types = {
      current: async (organizationId: string) => {
        await changes.applyNow({ documents: shop, set: "other", take_over: true });
        return world.core.types.current(organizationId);
      },
    };
    const emptied = new Proxy(world.core, {
      get: (core, name) => {
        const value: unknown = name === "types" ? types : Reflect.get(core, name, core);
        return typeof value === "function" ? value.bind(core) : value;
      },
    });
    await expect(deleteSet(emptied, world.org.context, "shop")).rejects.toMatchObject({ code: "not_found" });
    await world.work();
  });

  it("goes as a whole, dependents first", async () => {
    await appliedShop();
    const { body } = await deleteSet(world.core, world.org.context, "shop");
    const { id } = JSON.parse(body) as { id: string };
    expect(await changes.finish(id)).toMatchObject({ status: "succeeded", counts: { delete: 3 } });
    expect(await world.count("resources", `organization_id = '${world.org.id}'`)).toBe(0);
    await expect(getSet(world.core, world.org.context, "shop")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a large set", () => {
  /** Gives a set so many more drafts. */
  const grow = (set: string, count: number, by: string) =>
    world.pool.query(
      `INSERT INTO resources SELECT (jsonb_populate_record(r, jsonb_build_object(
         'key', r.key || $4::text || n, 'id', r.id || $4::text || n, 'name', r.name || $4::text || n))).*
       FROM resources r, generate_series(1, $3::int) AS n WHERE r.organization_id = $1 AND r.set = $2`,
      [world.org.id, set, count, by],
    );

  it("is pruned by a change only within its limit, also where nothing is declared, and deleted whole", async () => {
    await changes.applyNow({ documents: [{ ...settings("many"), lifecycle_state: "draft" }], set: "large" });
    await grow("large", 2_000, "-a");
    const prune = { set: "large", prune: true, allow_empty: true };
    await expect(changes.plan(prune)).rejects.toMatchObject({ code: "payload_too_large" });
    const { key } = (await world.pool.query("SELECT key FROM resources WHERE set = 'large' LIMIT 1")).rows[0];
    await expect(changes.plan({ ...prune, delete: [{ resource: key }] })).rejects.toMatchObject({
      code: "payload_too_large",
    });
    await grow("large", 2, "-b");
    expect(await world.count("resources", "set = 'large'")).toBeGreaterThan(6_000);
    await deleteSet(world.core, world.org.context, "large");
    expect(await world.count("resources", "set = 'large'")).toBe(0);
  });
});
