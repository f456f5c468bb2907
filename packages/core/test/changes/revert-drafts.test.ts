import type { JsonObject } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sweepChanges } from "../../src/changes/index.ts";
import { reapLostWork } from "../../src/processing/reconcile/index.ts";
import { uploadFile } from "../../src/resources/files/index.ts";
import { retryResource } from "../../src/resources/recover/index.ts";
import { Changes } from "../support/changes.ts";
import type { Organization } from "../support/organization.ts";
import { allowPush, deployed, typeOf } from "../support/provider.ts";
import { fail, succeed } from "../support/script.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let org: Organization;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 1 });
});
beforeEach(() => {
  world.provider.reset();
  org = world.moveOn();
  changes = new Changes(world);
});
afterAll(() => world.close());

const A = "test/open/a";
const open = (name: string, config: JsonObject, more: object = {}) => ({
  provider: "test",
  resource: "open",
  name,
  config,
  ...more,
});

async function applied(input: object): Promise<string> {
  const { id } = await changes.applyNow(input);
  await changes.finish(id);
  return id;
}

/** Applies the revert of a change, and runs it to its end. */
async function reverted(id: string, options: { force?: boolean } = {}) {
  const plan = await changes.revert(id, options);
  await changes.apply(plan.id);
  return { plan, undo: await changes.finish(plan.id) };
}

/** The config that runs, and the one staged over it. */
async function standing(key = A) {
  const row = await org.row(key);
  const read = (json: string | null | undefined) => (json ? (JSON.parse(json) as JsonObject) : null);
  return row && { state: row.lifecycle_state, runs: read(row.applied_config), wanted: read(row.config) };
}

const STAGED = { state: "draft", runs: { v: 1 }, wanted: { v: 2 } };

async function draftOverReady(): Promise<void> {
  await org.apply(A, { v: 1 });
  await world.work();
  await org.draft(A, { v: 2 });
  world.provider.take();
  expect(await standing()).toEqual(STAGED);
}

describe("a draft staged over what ran", () => {
  beforeEach(draftOverReady);

  it("comes back with it, by one action, after the draft was carried out", async () => {
    const id = await applied({ documents: [open("a", { v: 2 })] });
    const { plan, undo } = await reverted(id);
    expect(plan).toMatchObject({
      counts: { update: 1, unchanged: 0 },
      actions: [{ action: "update", warnings: [expect.stringContaining("staged again")] }],
    });
    expect(undo).toMatchObject({ status: "succeeded", actions: [{ state: "succeeded" }] });
    expect(await standing()).toEqual(STAGED);
    expect(world.provider.calls.map(({ config }) => config)).toEqual([{ v: 2 }, { v: 1 }]);
    expect(await org.trail(A)).toEqual(expect.arrayContaining(["UPDATE:processing>ready", "UPDATE:ready>draft"]));
    await org.discard(A);
    expect(await standing()).toEqual({ state: "ready", runs: { v: 1 }, wanted: { v: 1 } });
  });

  it("comes back with it after another config was applied, after a failure, and after a deletion", async () => {
    await reverted(await applied({ documents: [open("a", { v: 3 })] }));
    expect(await standing()).toEqual(STAGED);
    world.provider.answer(A, fail());
    await reverted(await applied({ documents: [open("a", { v: 4 })] }));
    expect(await standing()).toEqual(STAGED);
    const id = await applied({ documents: [], delete: [{ resource: A }] });
    expect(await standing()).toBeUndefined();
    const { plan } = await reverted(id);
    expect(plan.actions[0]?.warnings).toContain("Created anew: its data is not restored");
    expect(await standing()).toEqual(STAGED);
  });

  it("is staged alone where another draft took its place, or tags were all that changed", async () => {
    await reverted(await applied({ documents: [open("a", { v: 3 }, { lifecycle_state: "draft" })] }));
    expect(await standing()).toEqual(STAGED);
    const id = await applied({ documents: [open("a", { v: 2 }, { lifecycle_state: "draft", tags: ["x"] })] });
    await reverted(id);
    expect(await standing()).toEqual(STAGED);
    expect((await org.get(A)).tags).toBeNull();
    expect(world.provider.take()).toEqual([]);
  });

  it("is staged at once where what ran runs again already", async () => {
    const id = await applied({ documents: [open("a", { v: 1 })] });
    world.provider.take();
    const { plan } = await reverted(id);
    expect(plan).toMatchObject({ counts: { stage: 1 } });
    expect(await standing()).toEqual(STAGED);
    expect(world.provider.take()).toEqual([]);
  });

  it("waits through failures, cancels and retries, and a restart of its worker", async () => {
    const id = await applied({ documents: [open("a", { v: 2 })] });
    world.provider.answer(A, fail());
    const { plan, undo } = await reverted(id);
    expect(undo.status).toBe("failed");
    expect(await org.state(A)).toBe("failed");
    await retryResource(world.core, org.context, A);
    await org.cancel(A);
    await retryResource(world.core, org.context, A);
    await world.hold(A);
    await world.loseLeases();
    await reapLostWork(world.core);
    await world.elapse();
    await world.work();
    await retryResource(world.core, org.context, A);
    await changes.finish(plan.id);
    expect(await standing()).toEqual(STAGED);
  });

  it("gives way to a later apply, and its action says so", async () => {
    const id = await applied({ documents: [open("a", { v: 2 })] });
    world.provider.answer(A, fail());
    const { plan } = await reverted(id);
    await org.apply(A, { v: 5 });
    await changes.finish(plan.id);
    expect(await standing()).toEqual({ state: "ready", runs: { v: 5 }, wanted: { v: 5 } });
    expect(await org.row(A)).toMatchObject({ next_draft: null });
  });

  it("can be undone again, once it is staged and while it is not", async () => {
    const id = await applied({ documents: [open("a", { v: 3 })] });
    const first = await reverted(id);
    expect(first.undo.status).toBe("succeeded");
    await reverted(first.plan.id);
    expect(await standing()).toEqual({ state: "ready", runs: { v: 3 }, wanted: { v: 3 } });
    world.provider.answer(A, fail());
    const second = await reverted(id, { force: true });
    expect(second.undo.status).toBe("failed");
    await reverted(second.plan.id);
    expect(await standing()).toEqual({ state: "ready", runs: { v: 3 }, wanted: { v: 3 } });
  });

  it("comes back also where a change took its place while it waited, which says so", async () => {
    const id = await applied({ documents: [open("a", { v: 2 })] });
    world.provider.answer(A, fail());
    await reverted(id);
    expect(await org.state(A)).toBe("failed");
    const other = await changes.plan({ documents: [open("a", { v: 9 })] });
    expect(other.actions[0]?.warnings).toEqual([expect.stringMatching(/^Drops the draft of resource:test_open_a/)]);
    await changes.apply(other.id);
    expect(await changes.finish(other.id)).toMatchObject({ status: "succeeded" });
    await reverted(other.id);
    expect(await standing()).toEqual(STAGED);
  });

  it("is staged with the tags and owners that were given while what ran was applied", async () => {
    await org.apply("test/open/owner", {});
    await world.work();
    const plan = await changes.revert(await applied({ documents: [open("a", { v: 3 })] }));
    await changes.apply(plan.id);
    const held = await world.hold(A);
    const owner_references = [{ provider: "test", resource: "open", name: "owner" }];
    await org.draft(A, { v: 1 }, { tags: ["late"], owner_references });
    expect(await held.settle(succeed({ v: 1 }))).toBe(true);
    expect(await standing()).toEqual(STAGED);
    expect(await org.get(A)).toMatchObject({ tags: ["late"], owner_references });
    expect(await world.count("edges", `organization_id = '${org.id}' AND kind = 'owner'`)).toBe(1);
  });

  it("is not staged by a result that comes too late", async () => {
    const plan = await changes.revert(await applied({ documents: [open("a", { v: 3 })] }));
    await changes.apply(plan.id);
    const held = await world.hold(A);
    await org.cancel(A);
    expect(await held.settle(succeed({ v: 1 }))).toBe(false);
    expect(await org.row(A)).toMatchObject({ lifecycle_state: "failed", next_draft: expect.any(String) });
  });

  it("is kept sealed while it waits", async () => {
    await org.apply("test/item/s", { secret: "what-ran-before" });
    await world.work();
    await org.draft("test/item/s", { secret: "what-was-staged" });
    const id = await applied({
      documents: [{ provider: "test", resource: "item", name: "s", config: { secret: "other-secret" } }],
    });
    world.provider.answer("test/item/s", fail());
    const { plan } = await reverted(id);
    expect(await world.tablesHolding("what-was-staged")).toEqual([]);
    expect(await org.row("test/item/s")).toMatchObject({ next_draft: expect.stringContaining("$encrypted") });
    await retryResource(world.core, org.context, "test/item/s");
    expect(await changes.finish(plan.id)).toMatchObject({ status: "succeeded" });
    expect(await world.tablesHolding("what-was-staged")).toEqual([]);
    expect((await org.get("test/item/s", { reveal: true })).config).toEqual({ secret: "what-was-staged" });
  });

  it("is not staged if it would close a circle by then, and the action says so", async () => {
    await org.draft(A, { v: "${test/open/b.outputs.v}" });
    const id = await applied({ documents: [open("a", { v: 3 })] });
    world.provider.answer(A, fail());
    const { plan } = await reverted(id);
    await org.apply("test/open/b", { v: "${test/open/a.outputs.v}" });
    await retryResource(world.core, org.context, A);
    const undo = await changes.finish(plan.id);
    expect(await standing()).toEqual({ state: "ready", runs: { v: 1 }, wanted: { v: 1 } });
    expect(undo).toMatchObject({
      status: "failed",
      actions: [{ state: "failed", error: expect.stringMatching(/draft .* not staged: .*circle|cycle/i) }],
    });
  });
});

describe("a draft that never ran", () => {
  beforeEach(() => org.draft(A, { v: 2 }));

  it("comes back as such, if its creation failed", async () => {
    world.provider.answer(A, fail());
    await reverted(await applied({ documents: [open("a", { v: 2 })] }));
    expect(await standing()).toEqual({ state: "draft", runs: null, wanted: { v: 2 } });
  });

  it("is refused by name once it runs, and staged over that if forced", async () => {
    const id = await applied({ documents: [open("a", { v: 2 })] });
    const plan = await changes.revert(id);
    expect(plan).toMatchObject({ counts: { refuse: 1 }, actions: [{ issues: [{ type: "runs_now" }] }] });
    const { plan: forced } = await reverted(id, { force: true });
    expect(forced.actions[0]?.warnings).toEqual([expect.stringContaining("stays")]);
    expect(await standing()).toEqual({ state: "draft", runs: { v: 2 }, wanted: { v: 2 } });
  });
});

it("what had failed stays failed where tags were all that changed, and is not run again", async () => {
  world.provider.answer(A, fail());
  await org.apply(A, { v: 1 });
  await world.work();
  const id = await applied({ documents: [open("a", { v: 1 }, { lifecycle_state: "draft", tags: ["x"] })] });
  world.provider.take();
  await reverted(id);
  expect(await org.state(A)).toBe("failed");
  expect((await org.get(A)).tags).toBeNull();
  expect(world.provider.take()).toEqual([]);
});

it("what could not be deleted is as the change has left it, and stays", async () => {
  await draftOverReady();
  await org.apply("test/open/b", { v: 1 }, { tags: ["x"] });
  await world.work();
  for (const key of [A, "test/open/b"]) world.provider.answer(key, fail());
  const id = await applied({ delete: [{ resource: A }, { resource: "test/open/b" }] });
  expect(await org.standings(A, "test/open/b")).toEqual(["failed+deleting", "failed+deleting"]);
  const { plan, undo } = await reverted(id);
  expect(plan.counts).toMatchObject({ update: 2, refuse: 0 });
  expect(plan.actions[0]?.warnings).toEqual(
    expect.arrayContaining([expect.stringContaining("Withdraws the deletion")]),
  );
  expect(undo.status).toBe("succeeded");
  expect(await standing()).toEqual(STAGED);
  expect(await org.get("test/open/b")).toMatchObject({ lifecycle_state: "ready", tags: ["x"] });
});

it("what could not be deleted, and was kept by somebody since, is refused by name", async () => {
  await org.apply(A, { v: 1 });
  await world.work();
  world.provider.answer(A, fail());
  const id = await applied({ delete: [{ resource: A }] });
  await org.apply(A, { v: 2 });
  await world.work();
  expect(await changes.revert(id)).toMatchObject({ actions: [{ issues: [{ type: "changed_since" }] }] });
});

it("a draft whose type has changed since is refused by name", async () => {
  const key = "shop/thing/a";
  const thing = (config: JsonObject) => ({ provider: "shop", resource: "thing", name: "a", config });
  const types = (more: object) => ({ thing: typeOf({ type: "object", properties: { v: {}, ...more } }) });
  await deployed(world, "shop", types({}));
  await org.apply(key, { v: 1 });
  await world.work();
  await org.draft(key, { v: 2 });
  const id = await applied({ documents: [thing({ v: 3 })] });
  await deployed(world, "shop", types({ w: {} }));
  expect(await changes.revert(id)).toMatchObject({
    counts: { refuse: 1 },
    actions: [{ issues: [{ type: "type_changed", msg: expect.stringContaining(key) }] }],
  });
});

it("a file whose bytes are gone is refused by name", async () => {
  await allowPush(world);
  await uploadFile(world.core, org.context, { name: "a", contentType: "text/plain", bytes: Buffer.from("words") });
  await world.work();
  const id = await applied({ delete: [{ resource: "pragma/file/a" }] });
  expect(await changes.revert(id)).toMatchObject({
    counts: { refuse: 1 },
    actions: [{ issues: [{ type: "bytes_gone", msg: expect.stringContaining("pragma") }] }],
  });
});

describe("beside programs of the former release, which know nothing of drafts that wait", () => {
  /** The writes of such a worker when the event has succeeded. */
  const settledByOlder = () =>
    world.pool.query(
      `WITH e AS (UPDATE events SET settled_at = now() WHERE organization_id = $1 AND settled_at IS NULL)
       UPDATE resources SET lifecycle_state = 'ready', pending_event_id = NULL, applied_config = config, outputs = '{}',
         resolved_config = config, handed_config = config, observed_generation = generation, succeeded_config = NULL,
         returns_to = NULL, version = nextval('resources_version_seq') WHERE organization_id = $1`,
      [org.id],
    );

  it("a draft that their worker passed over is staged by the sweep", async () => {
    await draftOverReady();
    const plan = await changes.revert(await applied({ documents: [open("a", { v: 3 })] }));
    await changes.apply(plan.id);
    await settledByOlder();
    await sweepChanges(world.core);
    expect(await standing()).toEqual(STAGED);
    await sweepChanges(world.core);
    expect(await org.row(A)).toMatchObject({ lifecycle_state: "draft", next_draft: null });
  });

  it("a draft that waits for another config than they have applied is dropped", async () => {
    await draftOverReady();
    const plan = await changes.revert(await applied({ documents: [open("a", { v: 3 })] }));
    await changes.apply(plan.id);
    await world.pool.query("UPDATE resources SET generation = generation + 1 WHERE organization_id = $1", [org.id]);
    await settledByOlder();
    await sweepChanges(world.core);
    expect(await org.row(A)).toMatchObject({ lifecycle_state: "ready", next_draft: null });
  });

  it("what their changes kept of a draft is refused by name once something else runs, unless forced", async () => {
    await draftOverReady();
    const id = await applied({ documents: [open("a", { v: 3 })] });
    await world.pool.query(
      `UPDATE change_actions SET snapshot = (snapshot::jsonb - 'ran' - 'schemaId')::json WHERE change_id = $1`,
      [id],
    );
    expect(await changes.revert(id)).toMatchObject({
      actions: [{ action: "refuse", issues: [{ type: "unknown_below" }] }],
    });
    await reverted(id, { force: true });
    expect(await standing()).toEqual({ state: "draft", runs: { v: 3 }, wanted: { v: 2 } });
  });
});
