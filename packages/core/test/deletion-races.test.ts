import { lockVersions } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { applyResource } from "../src/resources/apply/index.ts";
import { deleteResource } from "../src/resources/delete/index.ts";
import { heldOpen, untilBlocked } from "./support/held-open.ts";
import type { Organization } from "./support/organization.ts";
import { rounds } from "./support/rounds.ts";
import { createWorld, type World } from "./support/world.ts";

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

const ROUNDS = rounds(60);
const key = (name: string) => `test/open/${name}`;
const ref = (name: string) => ({ provider: "test", resource: "open", name });
const cascade = () => org.delete(key("base"), { dependents: "cascade" });

async function ready(name: string, config = {}, extras = {}): Promise<void> {
  await org.apply(key(name), config, extras);
  await world.work();
  expect(await org.standing(key(name))).toBe("ready");
}

/** An apply that is written and not committed yet, and commits when the deletion of `base` waits for it. */
async function applyDuring(name: string, more: object, remove: () => Promise<unknown>): Promise<void> {
  const input = { ...ref(name), config: {}, lifecycle_state: "pending" as const, ...more };
  const commit = await heldOpen(world, (core) => applyResource(core, org.context, input));
  const removed = remove();
  await untilBlocked(world);
  await commit();
  await removed;
  await world.work();
}

describe("a commit between a deletion's look at the graph and its locks", () => {
  it("leaves a dependent alone that dropped its reference", async () => {
    await ready("base", { v: 1 });
    await ready("user", { v: "${test/open/base.outputs.v}" });
    await applyDuring("user", { config: { v: 2 } }, cascade);
    expect(await org.standings(key("base"), key("user"))).toEqual(["gone", "ready"]);
  });

  it("leaves alone what depends on one that dropped its reference", async () => {
    await ready("base");
    await ready("user", {}, { depends_on: [key("base")] });
    await ready("top", {}, { depends_on: [key("user")] });
    await applyDuring("user", {}, cascade);
    expect(await org.standings(key("base"), key("user"), key("top"))).toEqual(["gone", "ready", "ready"]);
  });

  it("leaves an owned resource alone that was let go", async () => {
    await ready("base");
    await ready("owned", {}, { owner_references: [ref("base")] });
    await applyDuring("owned", { owner_references: [] }, () => org.delete(key("base")));
    expect(await org.standings(key("base"), key("owned"))).toEqual(["gone", "ready"]);
  });

  it("includes what has come to belong to it, and what now depends on it", async () => {
    await ready("base");
    await ready("other");
    await applyDuring("owned", { owner_references: [ref("base")] }, () => org.delete(key("base")));
    await applyDuring("user", { depends_on: [key("other")] }, () =>
      org.delete(key("other"), { dependents: "cascade" }),
    );
    expect(await org.standings(...["base", "owned", "other", "user"].map(key))).toEqual(Array(4).fill("gone"));
  });
});

describe("a resource whose owner is already being deleted", () => {
  const refused = (name: string) => ({
    code: "deletion_in_progress",
    message: expect.stringContaining(`would belong to resource:test_open_${name}`),
  });

  it("is not created, and nothing comes to belong to it: it would be left without an owner", async () => {
    await ready("base");
    await ready("free");
    await org.delete(key("base"));
    const mine = { owner_references: [ref("base")] };
    for (const state of ["draft", "pending"] as const) {
      await expect(org.apply(key("new"), {}, { ...mine, lifecycle_state: state })).rejects.toMatchObject(
        refused("base"),
      );
    }
    await expect(org.apply(key("free"), {}, mine)).rejects.toMatchObject(refused("base"));
    expect(await org.standings(key("new"), key("free"))).toEqual(["gone", "ready"]);
  });

  it("is not created if the deletion began after it had looked", async () => {
    await ready("base");
    const input = { ...ref("owned"), config: {}, lifecycle_state: "pending" as const, owner_references: [ref("base")] };
    const commit = await heldOpen(world, async (core) => {
      // As an Idempotency-Key does it: the transaction begins with a statement that may wait.
      await lockVersions(core.db.tenant(org.id), []);
      await deleteResource(core, org.context, key("base"));
    });
    const applied = expect(applyResource(world.core, org.context, input)).rejects.toMatchObject(refused("base"));
    await untilBlocked(world);
    await commit();
    await applied;
    await world.work();
    expect(await org.standings(key("base"), key("owned"))).toEqual(["gone", "gone"]);
  });

  it("keeps one that stays beside it, and may belong to one that stays, or whose deletion failed", async () => {
    await ready("base");
    await ready("other");
    await ready("owned", {}, { owner_references: [ref("base"), ref("other")] });
    await org.delete(key("base"));
    await expect(org.apply(key("owned"), {}, { owner_references: [ref("base")] })).rejects.toMatchObject(
      refused("base"),
    );
    await org.apply(key("owned"), {}, { owner_references: [ref("other"), ref("base")] });
    await org.cancel(key("base"));
    await org.apply(key("owned"), {}, { owner_references: [ref("base")] });
    await org.delete(key("base"));
    await world.work();
    expect(await org.standings(key("base"), key("owned"), key("other"))).toEqual(["gone", "gone", "ready"]);
  });
});

describe("at the same moment as a cascade", () => {
  it("a dependent that drops its reference stays, or is told that it goes", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      org = world.moveOn();
      await ready("base", { v: 1 });
      await ready("user", { v: "${test/open/base.outputs.v}" });
      const [dropped, removed] = await Promise.allSettled([org.apply(key("user"), { v: 2 }), cascade()]);
      await world.work();
      const code = dropped.status === "rejected" && (dropped.reason as { code?: string }).code;
      expect([round, removed.status, code, ...(await org.standings(key("base"), key("user")))]).toEqual(
        dropped.status === "fulfilled"
          ? [round, "fulfilled", false, "gone", "ready"]
          : [round, "fulfilled", "deletion_in_progress", "gone", "gone"],
      );
    }
  });

  it("an owned resource that is let go stays, or is told that it goes", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      org = world.moveOn();
      await ready("base");
      await ready("owned", {}, { owner_references: [ref("base")] });
      const [freed] = await Promise.allSettled([org.apply(key("owned"), {}, { owner_references: [] }), cascade()]);
      await world.work();
      expect([round, ...(await org.standings(key("base"), key("owned")))]).toEqual(
        freed.status === "fulfilled" ? [round, "gone", "ready"] : [round, "gone", "gone"],
      );
    }
  });
});
