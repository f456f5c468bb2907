import {
  type Change,
  changeSchema,
  MAX_CHANGE_ITEMS,
  MAX_TAGS,
  type ResourceEditInput,
  type ResourceSelection,
} from "@pragma/contract";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { findSelected, planEdit } from "../../src/changes/index.ts";
import { Changes } from "../support/changes.ts";
import type { Organization } from "../support/organization.ts";
import { reject } from "../support/script.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let org: Organization;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
  changes = new Changes(world);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => world.close());

const key = (name: string) => `test/item/${name}`;

async function edit(input: ResourceEditInput): Promise<Change> {
  const { resources, filter, ...what } = input;
  const keys = await findSelected(world.core, org.context, { resources, filter } as ResourceSelection);
  const { body } = await planEdit(world.core, org.context, keys, { edit: what, source: { kind: "dashboard" } });
  return changeSchema.parse(JSON.parse(body));
}

describe("an edit of many resources", () => {
  it("changes tags and protection, and nothing else", async () => {
    await org.apply(key("base"), { value: 1 });
    const more = { tags: [" old", "kept"], depends_on: [key("base")] };
    await org.apply(key("a"), { secret: "only-here", value: "${test/item/base.outputs.value}" }, more);
    await org.apply(key("b"));
    await org.draft(key("c"), { value: 2 });
    await world.work();
    const before = await org.get(key("a"), { reveal: true });
    const resources = ["a", "b", "c", "gone"].map(key);
    const plan = await edit({ resources, add_tags: ["new"], remove_tags: ["old"], deletion_protected: true });
    expect(plan.counts).toMatchObject({ create: 0, delete: 0, refuse: 0 });
    expect(JSON.stringify(plan)).not.toContain("only-here");
    await changes.apply(plan.id);
    expect((await changes.finish(plan.id)).status).toBe("succeeded");
    const after = await org.get(key("a"), { reveal: true });
    expect(after).toMatchObject({
      tags: ["kept", "new"],
      deletion_protected: true,
      config: before.config,
      dependencies: before.dependencies,
      generation: before.generation,
      lifecycle_state: "ready",
    });
    expect(await org.get(key("b"))).toMatchObject({ tags: ["new"], deletion_protected: true });
    expect(await org.get(key("c"))).toMatchObject({ tags: ["new"], lifecycle_state: "draft" });
  });

  it("carries drafts out", async () => {
    await org.draft(key("a"), { value: 1 });
    await org.draft(key("b"), { value: "${test/item/a.outputs.value}" });
    const plan = await edit({ resources: [key("b"), key("a")], apply_drafts: true, message: "Apply 2 drafts" });
    expect(plan).toMatchObject({ message: "Apply 2 drafts", counts: { refuse: 0 } });
    await changes.apply(plan.id);
    expect((await changes.finish(plan.id)).status).toBe("succeeded");
    expect(await org.get(key("b"))).toMatchObject({ lifecycle_state: "ready" });
  });

  it("runs nothing: what failed stays failed, and a deletion that failed is not withdrawn", async () => {
    await org.apply(key("a"));
    await org.apply(key("b"));
    await world.work();
    world.provider.answer(key("a"), reject("no update"));
    world.provider.answer(key("b"), reject("no deletion"));
    await org.apply(key("a"), { value: 2 });
    await org.delete(key("b"));
    await world.work();
    const trail = await org.trail(key("a"));
    const plan = await edit({ resources: [key("a")], add_tags: ["new"], apply_drafts: true });
    await changes.apply(plan.id);
    expect((await changes.finish(plan.id)).status).toBe("succeeded");
    expect(await org.get(key("a"))).toMatchObject({ lifecycle_state: "failed", tags: ["new"], error: "no update" });
    expect((await org.trail(key("a"))).slice(0, trail.length)).toEqual(trail);
    expect((await org.trail(key("a"))).slice(trail.length)).toEqual(["METADATA:failed>failed"]);

    const refused = await edit({ resources: [key("b")], deletion_protected: true });
    expect(refused.actions).toMatchObject([
      { action: "refuse", issues: [{ msg: expect.stringContaining("The deletion of resource:test_item_b failed") }] },
    ]);
  });

  it("refuses the resource that would have more tags than an apply takes, and no other", async () => {
    const names = (letter: string, count: number) => Array.from({ length: count }, (_, index) => `${letter}${index}`);
    await org.apply(key("a"), {}, { tags: names("old", MAX_TAGS - 1) });
    await org.apply(key("b"), {}, { tags: names("old", MAX_TAGS - 2) });
    await world.work();
    const plan = await edit({ resources: [key("a"), key("b")], add_tags: ["new", "newer"] });
    expect(plan.counts).toMatchObject({ update: 1, refuse: 1 });
    expect(plan.actions.find(({ action }) => action === "refuse")).toMatchObject({
      resource: { name: "a" },
      issues: [{ loc: ["documents", 0, "tags"], msg: "would be 257 tags, and a resource has at most 256" }],
    });
  });

  it("takes nothing back that somebody changes while it is planned", async () => {
    await org.apply(key("a"), { value: 1 }, { tags: ["old"] });
    await org.apply(key("gone"));
    await world.work();
    const { core } = world;
    // Documents are read before the types, and compared with rows that are read after them.
    const current = vi.spyOn(core.types, "current").mockImplementationOnce(async (organizationId) => {
      await org.apply(key("a"), { value: 2 }, { tags: ["theirs"] });
      await org.delete(key("gone"));
      await world.work();
      return core.types.current(organizationId);
    });
    const plan = await edit({ resources: [key("a"), key("gone")], add_tags: ["new"] });
    expect(current.mock.calls.length).toBeGreaterThan(1);
    expect(plan.actions).toMatchObject([
      { resource: { name: "a" }, changes: [{ path: "tags", before: ["theirs"], after: ["theirs", "new"] }] },
    ]);
  });

  it("says how many are too many, and that none is there", async () => {
    const resources = Array.from({ length: MAX_CHANGE_ITEMS + 1 }, (_, index) => key(`n${index}`));
    await expect(edit({ resources, deletion_protected: true })).rejects.toThrow(/at most 2,000 .* this has 2,001/);
    await expect(edit({ resources: [key("gone")], deletion_protected: true })).rejects.toThrow(/not found/);
  });

  it("is made in all that a filter selects, as the server finds them", async () => {
    await org.draft(key("a"), {}, { tags: ["shop"] });
    await org.draft(key("b"), {}, { tags: ["shop"] });
    await org.draft(key("c"));
    const plan = await edit({ filter: { tags: ["shop"] }, add_tags: ["new"] });
    await changes.apply(plan.id);
    expect((await changes.finish(plan.id)).status).toBe("succeeded");
    expect((await org.get(key("b"))).tags).toEqual(["shop", "new"]);
    expect((await org.get(key("c"))).tags).toBeNull();
    await expect(edit({ filter: { tags: ["none"] }, add_tags: ["new"] })).rejects.toThrow(/not found/);
  });

  it("says how many match if they are too many for a change", async () => {
    await world.pool.query(
      `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, lifecycle_state, applied_by)
       SELECT $1, 'test/item/n' || n, 'resource:test_item_n' || n, 'test', 'item', 'n' || n, '{}', 'draft', '{}'
       FROM generate_series(1, $2::int) AS n`,
      [org.context.organizationId, MAX_CHANGE_ITEMS + 1],
    );
    await expect(edit({ filter: { provider: "test" }, add_tags: ["x"] })).rejects.toMatchObject({
      code: "payload_too_large",
      facts: { limit: MAX_CHANGE_ITEMS, used: MAX_CHANGE_ITEMS + 1 },
    });
    const few = { filter: { provider: "test", q: "n199" } };
    expect(await findSelected(world.core, org.context, few)).toHaveLength(11);
    await expect(findSelected(world.core, world.organization().context, few)).rejects.toThrow(/not found/);
  });
});
