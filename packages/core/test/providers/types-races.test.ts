import { randomUUID } from "node:crypto";
import type { JsonObject } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withIdempotency } from "../../src/foundation/idempotency/index.ts";
import { claimEvent } from "../../src/processing/reconcile/index.ts";
import { deleteProvider, deployProvider, getDeployment } from "../../src/providers/index.ts";
import { claimDeployment, switchDeployment } from "../../src/providers/worker/index.ts";
import { applyResource } from "../../src/resources/apply/index.ts";
import { interrupted } from "../support/interrupted.ts";
import { deadlocks, untilWaiting } from "../support/locks.ts";
import type { Organization } from "../support/organization.ts";
import { deployed, pushed, typeOf } from "../support/provider.ts";
import { succeed } from "../support/script.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  org = world.moveOn();
  await deployed(world, "acme", { thing: typeOf(OLD), other: typeOf() });
});
afterAll(() => world.close());

const has = (properties: JsonObject) => ({ type: "object", properties, additionalProperties: false });
const OLD = has({ size: { type: "integer" } });
const NEW = has({ size: { type: "integer", sensitive: true }, more: {} });

const WRITES = /^(insert|update|change)_resource/;
const deployNew = () => deployed(world, "acme", { thing: typeOf(NEW), other: typeOf() });

/** One apply in a transaction that is open until it is ended. */
async function openApply(name: string, type = "thing") {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const { promise: written, resolve: write } = Promise.withResolvers<void>();
  const done = world.core.transaction(async (unit) => {
    await org.on(unit).apply(`acme/${type}/${name}`);
    write();
    await ended;
  });
  await Promise.race([written, done]);
  return async () => {
    end();
    await done;
  };
}

async function claimedDeployment(types: Parameters<typeof pushed>[2]) {
  const version = await pushed(world, "acme", types);
  await deployProvider(world.core, org.context, "acme", { version });
  const deployment = await claimDeployment(world.core, { organizationId: org.id, provider: "acme" });
  if (!deployment) throw new Error("nothing to deploy");
  return deployment;
}

describe("a deployment between an apply's decision and its write", () => {
  it("has it decided again, by the new types, for a new resource", async () => {
    const core = interrupted(world.core, WRITES, deployNew);
    await org.on(core).apply("acme/thing/a", { size: 12_345_678 });
    expect((await org.get("acme/thing/a")).config).toEqual({ size: "********" });
  });

  it("has it decided again for an existing one, even as a draft", async () => {
    await org.draft("acme/thing/a", { size: 1 });
    const core = interrupted(world.core, WRITES, deployNew);
    await org.on(core).draft("acme/thing/a", { size: 12_345_678 });
    expect((await org.get("acme/thing/a")).config).toEqual({ size: "********" });
  });

  it("has it refused if the new types refuse it", async () => {
    const core = interrupted(world.core, WRITES, () =>
      deployed(world, "acme", { thing: typeOf(has({})), other: typeOf() }),
    );
    await expect(org.on(core).apply("acme/thing/a", { size: 1 })).rejects.toMatchObject({ code: "validation_failed" });
    expect(await org.standing("acme/thing/a")).toBe("gone");
  });

  it("has it decided again inside an Idempotency-Key's transaction", async () => {
    const core = interrupted(world.core, WRITES, deployNew);
    const input = { provider: "acme", resource: "thing", name: "a", config: { size: 12_345_678 } };
    const request = { key: randomUUID(), method: "POST", path: "/resources/apply", fingerprint: "same" };
    const answer = await withIdempotency(core, org.context, request, async (bound) => {
      const row = await applyResource(bound, org.context, { ...input, lifecycle_state: "pending" });
      return { status: 200, headers: {}, body: row.lifecycle_state };
    });
    expect(answer).toMatchObject({ body: "pending", replayed: false });
    expect((await org.get("acme/thing/a")).config).toEqual({ size: "********" });
  });
});

describe("a deployment between the look at a resource and its claim", () => {
  const claimAround = async () => {
    let version: string | undefined;
    const core = interrupted(world.core, WRITES, async () => {
      version = await deployNew();
    });
    const claim = await claimEvent(core, { organizationId: org.id, key: "acme/thing/a", owner: "worker-1" });
    return { claim, version };
  };

  it("has it handed over with the new version", async () => {
    await org.apply("acme/thing/a", { size: 12_345_678 });
    const { claim, version } = await claimAround();
    expect(claim).toMatchObject({ attempt: 1, type: { version } });
    expect(JSON.stringify(claim?.payload)).not.toContain("12345678");
  });

  it("has its deletion handed over with the new version", async () => {
    await org.apply("acme/thing/a", { size: 1 });
    await (await world.hold("acme/thing/a")).settle(succeed({}));
    await org.delete("acme/thing/a");
    const { claim, version } = await claimAround();
    expect(claim).toMatchObject({ eventType: "DELETE", type: { version } });
  });
});

describe("a deployment that takes a type away", () => {
  it("waits for an apply of it that is about to commit, and fails", async () => {
    const deployment = await claimedDeployment({ thing: typeOf(OLD) });
    const commit = await openApply("late", "other");
    const switched = switchDeployment(world.core, deployment);
    await untilWaiting(world);
    await commit();
    expect(await switched).toBe(false);
    expect(await getDeployment(world.core, org.context, "acme")).toMatchObject({
      status: "failed",
      error_message: expect.stringMatching(/acme\/other/),
    });
    expect(await org.standing("acme/other/late")).toBe("pending");
  });

  it("is waited for by an apply of it, which is then refused", async () => {
    const deployment = await claimedDeployment({ thing: typeOf(OLD) });
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const slow = interrupted(world.core, /^put_provider_health/, () => {
      begin();
      return ended;
    });
    const switched = switchDeployment(slow, deployment);
    await begun;
    const applied = org.apply("acme/other/late").catch((error: unknown) => error);
    await untilWaiting(world);
    end();
    expect(await switched).toBe(true);
    expect(await applied).toMatchObject({ code: "validation_failed" });
  });
});

describe("deleting a provider", () => {
  it("waits for an apply that is about to commit, and is refused", async () => {
    const commit = await openApply("late");
    const deleted = deleteProvider(world.core, org.context, "acme").catch((error: unknown) => error);
    await untilWaiting(world);
    await commit();
    expect(await deleted).toMatchObject({ code: "provider_in_use" });
  });

  it("includes what is applied while its resources are looked at", async () => {
    await org.apply("acme/thing/early");
    await (await world.hold("acme/thing/early")).settle(succeed({}));
    const core = interrupted(world.core, /^lock_types/, () => org.apply("acme/thing/late"));
    expect(await deleteProvider(core, org.context, "acme", { cascade: true })).toMatchObject({ resources_deleted: 2 });
    expect(await org.standings("acme/thing/early", "acme/thing/late")).toEqual(["pending+deleting", "gone"]);
  });
});

it("deployments, applies, keys and deletions at once never deadlock", async () => {
  const before = await deadlocks(world);
  const keyed = (name: string, dependency: string) =>
    withIdempotency(
      world.core,
      org.context,
      { key: randomUUID(), method: "POST", path: "/resources/apply", fingerprint: "same" },
      async (bound) => {
        await org.on(bound).apply(`acme/thing/${name}`, {}, { depends_on: [dependency] });
        return { status: 200, headers: {}, body: "done" };
      },
    );
  const names = Array.from({ length: 6 }, (_, index) => `n${index}`);
  const allowed = ["change_in_flight", "deletion_in_progress", "validation_failed", "not_deletable"];
  for (let round = 0; round < 4; round++) {
    const leaving = `beta${round}`;
    await deployed(world, leaving, { thing: typeOf() });
    for (const name of names.slice(0, 3)) await org.apply(`${leaving}/thing/${name}`);
    const results = await Promise.allSettled([
      deployNew(),
      deleteProvider(world.core, org.context, leaving, { cascade: true }),
      ...names.map((name) => org.apply(`${leaving}/thing/${name}`, { round })),
      ...names.map((name) => org.apply(`acme/other/${name}`, { round })),
      ...names.map((name) => keyed(`${name}-${round}`, `acme/other/${name}`)),
      ...names.map((name) => org.delete(`acme/thing/${name}-${round - 1}`)),
      world.workTogether(3),
    ]);
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(refused.filter(({ code }) => !allowed.includes(code))).toEqual([]);
  }
  expect(await deadlocks(world)).toBe(before);
});
