import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Outcome } from "../src/processing/reconcile/index.ts";
import { applySubResource, dropSubResourcesOf, sweepSubResourceDrops } from "../src/processing/sub-resources/index.ts";
import type { Organization } from "./support/organization.ts";
import { rounds } from "./support/rounds.ts";
import { succeed } from "./support/script.ts";
import { createWorld, type Held, type World } from "./support/world.ts";

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
afterEach(() => vi.restoreAllMocks());
afterAll(() => world.close());

const OWNER = "test/open/owner";
const PART = "test/item/part";

/** The result of a handler that applied these. */
function success(...subResources: string[]): Outcome {
  return { kind: "succeeded", outputs: {}, subResources };
}

/** A claimed event of the owner. */
async function ownerInHand(v: number): Promise<Held> {
  await org.apply(OWNER, { v });
  return world.hold(OWNER);
}

/** Its handler applies the part. */
function applyPart({ claim }: Held, config = {}): Promise<unknown> {
  return applySubResource(world.core, claim, { provider: "test", resource: "item", name: "part", config });
}

/**
 * The owner made its part, which is ready, and then succeeded at an update without it, after which nothing happened.
 */
async function droppedPart({ ready = true } = {}): Promise<void> {
  const first = await ownerInHand(1);
  await applyPart(first);
  if (ready) await world.work();
  await first.settle(success(PART));
  const second = await ownerInHand(2);
  expect(await second.settle(success())).toBe(true);
  expect(await drops()).toBe(1);
}

const drops = () => world.count("sub_resource_drops", `organization_id = '${org.id}'`);
/** Lets the time until the next try pass, and tries. */
async function sweep(): Promise<void> {
  await world.pool.query("UPDATE sub_resource_drops SET not_before = now() - interval '1 second'");
  await sweepSubResourceDrops(world.core);
}

async function ownersLog(): Promise<string[]> {
  const { rows } = await world.pool.query<{ message: string }>(
    "SELECT message FROM resource_logs WHERE organization_id = $1 AND resource_key = $2 ORDER BY id",
    [org.id, OWNER],
  );
  return rows.map(({ message }) => message);
}

describe("a sub-resource whose deletion ends while it is applied", () => {
  /** The owner's next event is in hand, and what is done here falls between two readings of its part. */
  async function whileApplied(act: () => Promise<unknown>): Promise<Held> {
    const first = await ownerInHand(1);
    await applyPart(first);
    await world.work();
    await first.settle(success(PART));
    await org.delete(PART);
    const second = await ownerInHand(2);
    const { core } = world;
    // Its row is read before the types.
    vi.spyOn(core.types, "at").mockImplementationOnce(async (...asked) => {
      await world.work();
      await act();
      return core.types.at(...asked);
    });
    return second;
  }

  it("has its owner when it is made anew", async () => {
    const event = await whileApplied(async () => undefined);
    await applyPart(event, { value: 2 });
    await world.work();
    expect(await org.get(PART)).toMatchObject({
      config: { value: 2 },
      owner_references: [{ provider: "test", resource: "open", name: "owner" }],
    });
    await event.settle(success(PART));
  });

  it("is refused once somebody else has made one of that name", async () => {
    const event = await whileApplied(() => org.apply(PART, { value: 9 }));
    await expect(applyPart(event, { value: 2 })).rejects.toThrow(`${PART} exists, and does not belong to ${OWNER}`);
    expect((await org.get(PART)).config).toEqual({ value: 9 });
    await event.settle(success());
  });
});

describe("a sub-resource that a succeeded event no longer applied", () => {
  it("is deleted by another worker where the first one stopped after writing the result", async () => {
    await droppedPart();
    expect(await org.standing(PART)).toBe("ready");
    expect(await org.condition(PART, "Deleting")).toBe(
      `False DeletionHeldUp: ${OWNER} no longer applies it; it will be deleted next`,
    );
    await Promise.all([sweep(), sweep(), dropSubResourcesOf(world.core, org.id, OWNER)]);
    expect(await drops()).toBe(0);
    await world.work();
    expect(await org.standings(OWNER, PART)).toEqual(["ready", "gone"]);
    const actor = (
      await world.pool.query(
        "SELECT actor->>'name' AS name FROM audit_entries WHERE action = 'resource.delete' AND organization_id = $1",
        [org.id],
      )
    ).rows;
    expect(actor).toEqual([{ name: "Ann" }]);
  });

  it("is not dropped by a result that arrived too late, or by one that failed", async () => {
    const first = await ownerInHand(1);
    await applyPart(first);
    await first.settle(success(PART));
    const late = await ownerInHand(2);
    await org.cancel(OWNER);
    expect(await late.settle(success())).toBe(false);
    const failed = await ownerInHand(3);
    expect(await failed.settle({ kind: "rejected", message: "no" })).toBe(true);
    expect(await drops()).toBe(0);
  });

  it("goes when it can: first it is processed, then protected, then needed", async () => {
    await droppedPart({ ready: false });
    const part = await world.hold(PART);
    await sweep();
    await sweep();
    const reason = async () => (await org.condition(PART, "Deleting"))?.replace(/^.*cannot be deleted yet: /, "");
    expect(await reason()).toBe("resource:test_item_part is processing: wait until it is settled, or cancel it");
    await part.settle(succeed());
    await org.draft(PART, {}, { deletion_protected: true });
    await sweep();
    expect(await reason()).toBe("resource:test_item_part is protected from deletion");
    await org.draft(PART, {}, { deletion_protected: false });
    await org.apply("test/item/user", {}, { depends_on: [PART] });
    await world.work();
    await sweep();
    expect(await reason()).toBe("resource:test_item_part cannot be deleted: resource:test_item_user depends on it");
    expect(await ownersLog()).toEqual(
      [
        "resource:test_item_part is processing: wait until it is settled, or cancel it",
        "resource:test_item_part is protected from deletion",
        "resource:test_item_part cannot be deleted: resource:test_item_user depends on it",
      ].map((why) => `${PART} is applied no longer, but cannot be deleted yet: ${why}`),
    );
    await org.delete("test/item/user");
    await world.work();
    await sweep();
    await world.work();
    expect(await org.standing(PART)).toBe("gone");
    expect(await drops()).toBe(0);
  });

  it("stays if a later event applies it again, changed or not", async () => {
    await droppedPart();
    const third = await ownerInHand(3);
    await applyPart(third);
    expect(await drops()).toBe(0);
    await sweep();
    await third.settle(success(PART));
    await sweep();
    expect(await org.standings(OWNER, PART)).toEqual(["ready", "ready"]);
    expect(await org.condition(PART, "Deleting")).toBeUndefined();
  });

  it("is either deleted or kept if it is applied again at the same moment", async () => {
    for (let round = 0; round < rounds(15); round++) {
      org = world.moveOn();
      await droppedPart();
      const third = await ownerInHand(3);
      const [applied] = await Promise.allSettled([applyPart(third), sweep(), sweep()]);
      const code = applied.status === "rejected" ? (applied.reason as { code: string }).code : "kept";
      expect([round, code, await org.standing(PART), await drops()]).toEqual(
        applied.status === "fulfilled"
          ? [round, "kept", "ready", 0]
          : [round, "deletion_in_progress", "pending+deleting", 0],
      );
      await third.settle(success(PART));
    }
  });

  it("stays if somebody else has taken it over, or created another one of its name", async () => {
    await droppedPart();
    await org.apply(PART, { value: 1 });
    await sweep();
    await world.work();
    expect([await org.standing(PART), await drops()]).toEqual(["ready", 0]);

    org = world.moveOn();
    await droppedPart();
    await org.delete(PART);
    await world.work();
    await org.apply(PART, { value: 2 });
    await world.work();
    await sweep();
    expect([await org.standing(PART), await drops()]).toEqual(["ready", 0]);
  });

  it("is ignored if it was deleted in another way", async () => {
    await droppedPart();
    await org.delete(OWNER);
    await sweep();
    await world.work();
    expect(await org.standings(OWNER, PART)).toEqual(["gone", "gone"]);
    expect(await drops()).toBe(0);
  });
});
