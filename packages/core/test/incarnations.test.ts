import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DomainError } from "../src/foundation/common/errors.ts";
import { type Claim, claimEvent, reapLostWork } from "../src/processing/reconcile/index.ts";
import { retryDeadLetter } from "../src/resources/dead-letters/index.ts";
import { getResource } from "../src/resources/read/index.ts";
import { interrupted } from "./support/interrupted.ts";
import type { Organization } from "./support/organization.ts";
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

const key = "test/item/a";

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(() => undefined).catch((reason: unknown) => reason);
  return error instanceof DomainError ? error.code : String(error);
}

async function etag(): Promise<string> {
  return (await getResource(world.core, org.context, key)).etag;
}

/** A worker's look that has read the resource and not written yet. @returns lets it go on */
async function pollHalfWay(): Promise<() => Promise<Claim | null>> {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const core = interrupted(world.core, /^(change|remove)_resource/, () => {
    reached.resolve();
    return released.promise;
  });
  const look = claimEvent(core, { organizationId: org.id, key, owner: "worker-1" });
  await reached.promise;
  return () => {
    released.resolve();
    return look;
  };
}

describe("a later resource of the same name", () => {
  it("never has a version that the earlier one had", async () => {
    const versions: (string | undefined)[] = [];
    for (let life = 0; life < 3; life++) {
      for (let step = 0; step < 3; step++) {
        await org.draft(key, { value: step });
        versions.push((await org.row(key))?.version);
      }
      await org.delete(key);
    }
    expect(new Set(versions).size).toBe(versions.length);
  });

  it("is not overwritten by a writer that has read the earlier one", async () => {
    await org.draft(key, { value: 1 });
    const before = await etag();
    await org.delete(key);
    await org.draft(key, { value: "somebody else's" });
    expect(await refusal(org.apply(key, { value: 2 }, { lifecycle_state: "draft" }, { ifMatch: before }))).toBe(
      "precondition_failed",
    );
    expect(await refusal(org.delete(key, { ifMatch: before }))).toBe("precondition_failed");
    expect(await org.get(key)).toMatchObject({ config: { value: "somebody else's" } });
    expect(await etag()).not.toBe(before);
  });

  it("is not handed over in place of the earlier one", async () => {
    await org.apply(key, { value: 1 });
    const goOn = await pollHalfWay();
    await org.delete(key);
    await org.draft(key, { value: 2 });
    expect(await goOn()).toBeNull();
    expect(await org.standing(key)).toBe("draft");
    expect(await world.count("leases")).toBe(0);
  });
});

describe("a claim", () => {
  it("of an event that was retried is told from an earlier one with the same worker and attempt", async () => {
    await org.apply(key, { value: 1 });
    const first = await world.hold(key);
    await world.loseLeases();
    await reapLostWork(world.core);
    world.provider.answer(key, reject("give up"));
    await world.work();
    const [letter] = await org.deadLetters();
    await retryDeadLetter(world.core, org.context, letter?.event_id ?? "");
    const again = await world.hold(key);
    expect(again.claim).toMatchObject({ eventId: first.claim.eventId, attempt: first.claim.attempt });

    expect(await first.settle(succeed({ value: "late" }))).toBe(false);
    expect(await org.standing(key)).toBe("processing");
    expect(await again.settle(succeed({ value: 1 }))).toBe(true);
    expect(await org.get(key)).toMatchObject({ lifecycle_state: "ready", outputs: { value: 1 } });
  });
});
