import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Change, type ChangeInput, changeInputSchema, changeSchema } from "@pragma/contract";
import { applyChange, getChange, planChange, revertChange, rollBackResource } from "@pragma/core/changes";
import { retryDeadLetter } from "@pragma/core/dead-letters";
import { applyResource } from "@pragma/core/resources/apply";
import { deleteResource } from "@pragma/core/resources/delete";
import { getResource } from "@pragma/core/resources/read";
import { retryResource } from "@pragma/core/resources/recover";
import { findResource } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

let world: World;
let worker: TestWorker;
let close: () => Promise<void>;
/** Of one test. */
let folder: string;

beforeAll(async () => {
  ({ world, close } = await createWorld());
  // What goes wrong once fails, until somebody retries it.
  worker = await world.launchWorker({}, { maxAttempts: 1 });
});
beforeEach(() => {
  world.moveOn();
  folder = mkdtempSync(join(world.folder.path, "shelf-"));
});
afterAll(async () => {
  await worker.stop(AbortSignal.abort());
  await close();
});

const place = (name: string): string => join(folder, name);
const steps = (title: string): string[] =>
  existsSync(place(`${title}.steps`))
    ? readFileSync(place(`${title}.steps`), "utf8")
        .trimEnd()
        .split("\n")
    : [];
const goesWrong = (title: string, at: string): void => writeFileSync(place(`${title}.how`), at);
const rowOf = (key: string) => findResource(world.core.db.tenant(world.context.organizationId), key);
const resource = async (id: string) => JSON.parse((await getResource(world.core, world.context, id)).body);

const binder = (config: object = {}) => ({
  ...{ provider: "objects", resource: "binder", name: "b" },
  config: { folder, title: "b", ...config },
});
const leaf = (name: string, config: object = {}) => ({
  ...{ provider: "objects", resource: "leaf", name },
  config: { folder, binder: "${objects/binder/b.outputs.path}", text: name, ...config },
});
const after = (name: string, dependency: string) => ({
  ...{ provider: "pragma", resource: "config", name },
  config: { data: { text: `\${${dependency}.outputs.text}` } },
});

const inputOf = (input: object): ChangeInput => changeInputSchema.parse(input);
const shown = ({ body }: { body: string }): Change => changeSchema.parse(JSON.parse(body));
const read = async (id: string): Promise<Change> => shown(await getChange(world.core, world.context, id));
const plan = async (input: object): Promise<Change> =>
  shown(await planChange(world.core, world.context, inputOf(input)));

async function settled(id: string): Promise<Change> {
  let change = await read(id);
  await waitUntil(
    async () => {
      change = await read(id);
      return change.status !== "applying" && change.status !== "planned";
    },
    () => change,
  );
  return change;
}

async function applied(input: object): Promise<Change> {
  const { id } = await plan({ ...input, apply: true });
  return settled(id);
}

/** A binder with two leaves, of which one is used by something else. */
async function shelf(): Promise<void> {
  const { status } = await applied({ documents: [binder(), leaf("l1"), leaf("l2"), after("c", "objects/leaf/l1")] });
  expect(status).toBe("succeeded");
}

describe("a change that may replace", () => {
  it("deletes the old thing, creates a new one by the same event, and repairs what depends on it", async () => {
    await shelf();
    const planned = await plan({ documents: [binder({ color: "blue" })], allow_replace: true });
    expect(planned.counts).toMatchObject({ replace: 1, follow: 3, refuse: 0 });
    expect(planned.actions).toMatchObject([
      {
        action: "replace",
        changes: [{ path: "config.color", before: null, after: "blue" }],
        warnings: [
          "Deletes resource:objects_binder_b and creates it anew, because config.color cannot change: what it holds is lost",
        ],
      },
      { action: "follow", resource: { name: "l1" }, wave: 1 },
      { action: "follow", resource: { name: "l2" }, wave: 1 },
      { action: "follow", resource: { name: "c" }, wave: 2, warnings: [] },
    ]);
    for (const { warnings } of planned.actions.slice(1, 3)) expect(warnings.join()).toContain("Is repaired, since");

    await applyChange(world.core, world.context, planned.id);
    const done = await settled(planned.id);
    expect(done.status).toBe("succeeded");
    expect(done.actions.every(({ state }) => state === "succeeded")).toBe(true);
    expect(steps("b")).toEqual(["create", "delete", "create"]);
    expect([steps("l1"), steps("l2")]).toEqual([
      ["create", "create"],
      ["create", "create"],
    ]);
    expect(readFileSync(join(place("b.binder"), "l1"), "utf8")).toBe("l1");
    const { conditions, lifecycle_state } = await resource("objects/binder/b");
    expect([lifecycle_state, conditions.some(({ type }: { type: string }) => type === "Replacing")]).toEqual([
      "ready",
      false,
    ]);
  });

  it("repairs what the same change updates, or declares as it is", async () => {
    await shelf();
    const documents = [binder({ color: "blue" }), leaf("l1", { text: "new" }), leaf("l2")];
    const planned = await plan({ documents, allow_replace: true });
    expect(planned.counts).toMatchObject({ replace: 1, update: 1, follow: 2, unchanged: 0 });
    const told = planned.actions.filter(({ warnings }) => warnings.join().includes("Is repaired"));
    expect(told.map(({ action, resource: { name } }) => `${action} ${name}`).sort()).toEqual([
      "follow l2",
      "update l1",
    ]);
    await applyChange(world.core, world.context, planned.id);
    expect((await settled(planned.id)).status).toBe("succeeded");
    expect([steps("l1"), steps("l2")]).toEqual([
      ["create", "create"],
      ["create", "create"],
    ]);
    expect(readFileSync(join(place("b.binder"), "l1"), "utf8")).toBe("new");
  });

  it("says so where it may not, and touches nothing", async () => {
    await shelf();
    const planned = await plan({ documents: [binder({ color: "blue" })] });
    expect(planned.actions).toMatchObject([
      { action: "refuse", issues: [{ type: "immutable", msg: expect.stringContaining("allow_replace") }] },
    ]);
    const other = await plan({ documents: [binder({ color: "blue" })], allow_replace: ["objects/leaf/l1"] });
    expect(other.counts).toMatchObject({ refuse: 1, replace: 0 });
    expect(steps("b")).toEqual(["create"]);
  });

  it("keeps the old thing with all that is known of it where deleting fails, and goes on once that is retried", async () => {
    await shelf();
    goesWrong("b", "delete");
    const failed = await applied({ documents: [binder({ color: "blue" })], allow_replace: ["objects/binder/b"] });
    expect(failed.status).toBe("failed");
    const row = await rowOf("objects/binder/b");
    expect(row).toMatchObject({ lifecycle_state: "failed", provisioned: true, replacing: false });
    expect(row?.outputs).not.toBeNull();
    expect(existsSync(place("b.binder"))).toBe(true);

    await retryResource(world.core, world.context, "objects/binder/b");
    expect((await settled(failed.id)).status).toBe("succeeded");
    expect(steps("b")).toEqual(["create", "delete", "delete", "create"]);
    expect(steps("l1")).toEqual(["create", "create"]);
  });

  it("tries again to create what it has deleted, and shows that it is being replaced", async () => {
    await shelf();
    goesWrong("b", "create");
    const failed = await applied({ documents: [binder({ color: "blue" })], allow_replace: true });
    expect(failed.status).toBe("failed");
    expect(await rowOf("objects/binder/b")).toMatchObject({
      provisioned: false,
      replacing: true,
      applied_config: null,
    });
    const { conditions } = await resource("objects/binder/b");
    expect(conditions).toContainEqual(expect.objectContaining({ type: "Replacing", status: "True" }));
    expect((await resource("objects/leaf/l1")).lifecycle_state).toBe("ready");

    await retryResource(world.core, world.context, "objects/binder/b");
    expect((await settled(failed.id)).status).toBe("succeeded");
    expect(steps("b")).toEqual(["create", "delete", "create", "create"]);
    expect([steps("l1"), steps("l2")]).toEqual([
      ["create", "create"],
      ["create", "create"],
    ]);
  });

  it("repairs also where the new thing is made by another apply than the one that deleted the old one", async () => {
    await shelf();
    goesWrong("b", "create");
    await applied({ documents: [binder({ color: "blue" })], allow_replace: true });
    await applyResource(world.core, world.context, {
      ...binder({ color: "green" }),
      lifecycle_state: "pending",
    } as never);
    await waitUntil(
      async () => steps("l2").length === 2 && steps("l1").length === 2,
      () => [steps("l1"), steps("l2")],
    );
    expect(await rowOf("objects/binder/b")).toMatchObject({ lifecycle_state: "ready", replacing: false });
  });

  it("replaces what an update finds that only another thing can be, and fails without leave", async () => {
    await applied({ documents: [binder({ pages: 5 }), leaf("l1")] });
    const refused = await applied({ documents: [binder({ pages: 2 })] });
    expect(refused.status).toBe("failed");
    expect(refused.actions[0]?.error).toMatch(/A binder cannot shrink.*pages.*allow_replace/);
    expect(steps("b")).toEqual(["create", "update"]);
    expect(readFileSync(join(place("b.binder"), "l1"), "utf8")).toBe("l1");

    const done = await applied({ documents: [binder({ pages: 2 })], allow_replace: true });
    expect(done.status).toBe("succeeded");
    expect(steps("b")).toEqual(["create", "update", "update", "delete", "create"]);
    expect(steps("l1")).toEqual(["create", "create"]);
    expect(readFileSync(join(place("b.binder"), "pages"), "utf8")).toBe("2");
  });

  it("replaces followers, too, whose immutable fields follow", async () => {
    await applied({ documents: [binder(), leaf("l1", { title: "${objects/binder/b.outputs.title}" })] });
    const refused = await applied({ documents: [binder({ title: "x" })], allow_replace: ["objects/binder/b"] });
    expect(refused.status).toBe("failed");
    expect(refused.actions[1]?.error).toContain("title cannot change after creation");
    const done = await applied({ documents: [binder({ title: "y" })], allow_replace: true });
    expect(done.status).toBe("succeeded");
    expect(steps("l1")).toEqual(["create", "delete", "create"]);
    expect(readFileSync(join(place("y.binder"), "l1"), "utf8")).toBe("l1");
  });

  it("leaves what is to be kept, and refuses what is protected or only observed", async () => {
    await shelf();
    const kept = { ...binder({ title: "k" }), handling: { on_delete: "keep" } };
    const planned = await plan({ documents: [kept], allow_replace: true });
    expect(planned.actions[0]?.warnings.join()).toContain("leaves the old one where it is");
    await applyChange(world.core, world.context, planned.id);
    expect((await settled(planned.id)).status).toBe("succeeded");
    expect([existsSync(place("b.binder")), existsSync(place("k.binder"))]).toEqual([true, true]);
    expect(steps("b")).toEqual(["create"]);
    expect(readFileSync(join(place("k.binder"), "l1"), "utf8")).toBe("l1");

    await applied({ documents: [{ ...binder({ title: "k" }), deletion_protected: true }] });
    const refused = await plan({ documents: [binder({ title: "b" })], allow_replace: true });
    expect(refused.actions).toMatchObject([
      { action: "refuse", issues: [{ msg: expect.stringContaining("is protected") }] },
    ]);
  });

  it("replaces what is asked for by its id, and undoes a replacement by another one", async () => {
    await shelf();
    const forced = await applied({ replace: ["objects/binder/b"] });
    expect([forced.status, forced.counts.replace]).toEqual(["succeeded", 1]);
    expect(steps("b")).toEqual(["create", "delete", "create"]);

    const blue = await applied({ documents: [binder({ color: "blue" })], allow_replace: true });
    const refused = shown(await revertChange(world.core, world.context, blue.id, {}));
    expect(refused.counts).toMatchObject({ refuse: 1 });
    const undo = shown(await revertChange(world.core, world.context, blue.id, { allow_replace: true, apply: true }));
    expect((await settled(undo.id)).status).toBe("succeeded");
    expect(steps("b")).toEqual(["create", "delete", "create", "delete", "create", "delete", "create"]);
    expect(steps("l2")).toEqual(["create", "create", "create", "create"]);
  });

  it("brings back an earlier generation by replacing", async () => {
    await shelf();
    await applied({ documents: [binder({ color: "blue" })], allow_replace: true });
    const back = { id: "objects/binder/b", generation: 1 };
    const refused = shown(await rollBackResource(world.core, world.context, back));
    expect(refused.counts).toMatchObject({ refuse: 1, replace: 0 });
    const done = await rollBackResource(world.core, world.context, { ...back, allow_replace: true, apply: true });
    expect((await settled(shown(done).id)).counts).toMatchObject({ replace: 1, refuse: 0 });
    expect(steps("b")).toEqual(["create", "delete", "create", "delete", "create"]);
  });

  it("leaves alone what a later config does not need replaced, whichever event is tried again", async () => {
    await shelf();
    goesWrong("b", "delete");
    const first = await applied({ documents: [binder({ color: "blue" })], allow_replace: true });
    expect(first.status).toBe("failed");
    goesWrong("b", "update");
    const second = await applied({ documents: [binder({ pages: 2 })] });
    expect(second.status).toBe("failed");
    const letters = await world.rows<{ event_id: string }>(
      "SELECT event_id FROM dead_letters WHERE organization_id = $1 ORDER BY event_id",
    );
    for (const { event_id } of letters) {
      await retryDeadLetter(world.core, world.context, event_id).catch(() => undefined);
      await world.reaches("objects/binder/b", "ready", "failed");
    }
    expect(await world.reaches("objects/binder/b", "ready")).toMatchObject({ replacing: false, repair: false });
    expect(steps("b").filter((step) => step !== "update")).toEqual(["create", "delete"]);
  });

  it("replaces nothing by the event of a change without leave", async () => {
    const source = (color: string) => ({
      ...{ provider: "pragma", resource: "config", name: "paint" },
      config: { data: { color } },
    });
    const painted = { ...binder({ color: "${pragma/config/paint.outputs.color}" }) };
    await applied({ documents: [source("red"), painted] });
    goesWrong("b", "delete");
    const first = await applied({ documents: [source("blue")], allow_replace: true });
    expect(first.status).toBe("failed");
    const second = await applied({ documents: [source("red")] });
    expect(second.status).toBe("succeeded");
    expect(steps("b").filter((step) => step !== "update")).toEqual(["create", "delete"]);
    const third = await applied({ documents: [source("green")] });
    expect(third.status).toBe("failed");
    expect(third.actions.map(({ error }) => error).join()).toContain("color cannot change after creation");
    expect(existsSync(place("b.binder"))).toBe(true);
  });

  it("leaves nothing to be created where the old thing is to stay and nothing differs", async () => {
    await applied({ documents: [{ ...binder(), handling: { on_delete: "keep" } }] });
    const refused = await plan({ replace: ["objects/binder/b"] });
    expect(refused.actions).toMatchObject([
      { action: "refuse", issues: [{ msg: expect.stringContaining("on_delete") }] },
    ]);
  });

  it("lets what it deleted be deleted, which asks nobody", async () => {
    await shelf();
    goesWrong("b", "create");
    await applied({ documents: [binder({ color: "blue" })], allow_replace: true });
    await deleteResource(world.core, world.context, "objects/binder/b", { dependents: "cascade" });
    await waitUntil(
      async () => (await rowOf("objects/binder/b")) === undefined,
      () => steps("b"),
    );
  });
});
