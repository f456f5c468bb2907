import { type Database, Tenant } from "@pragma/db";
import { replaceOwnTypes } from "@pragma/db/queries";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { listResourceTypes } from "../../src/index.ts";
import { typeRows } from "../../src/providers/type-rows.ts";
import { TypeCatalog } from "../../src/types/type-catalog.ts";
import { deployed, typeOf } from "../support/provider.ts";
import { withReplica } from "../support/replica.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => world.close());

it("a replica that does not know a type yet looks again before it says so", async () => {
  const { id } = world.moveOn();
  await withReplica(world, async (replica) => {
    expect(await replica.types.find(id, "late", "thing")).toBeUndefined();
    await deployed(world, "late", { thing: typeOf() });
    // Long before the types at hand are read again anyway.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 300 });
    expect(await replica.types.find(id, "late", "thing")).toMatchObject({ provider: "late", resource: "thing" });
  });
});

it("a replica lists the types of a deployment that another has just finished", async () => {
  const { id, context } = world.moveOn();
  await withReplica(world, async (replica) => {
    expect([...(await replica.types.all(id)).keys()]).not.toContain("fresh/thing");
    // No time goes by between the look before and the one after.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    await deployed(world, "fresh", { thing: typeOf() });
    const types = await listResourceTypes(replica, context, { provider: "fresh" });
    expect(types).toMatchObject([{ provider: "fresh", resource: "thing" }]);
  });
});

it("types that are replaced while they are being read are not missed", async () => {
  const { id } = world.moveOn();
  let version = 0;
  const replace = (): Promise<void> =>
    world.core.db.transaction((db) =>
      replaceOwnTypes(db.tenant(id), "swift", typeRows("swift", String(++version), { thing: typeOf() })),
    );
  await replace();
  const { db } = world.core;
  const interrupted: Database = {
    inTransaction: false,
    query: async (statement, values) => {
      const rows = await db.query(statement, values);
      if (version < 4) await replace();
      return rows as never[];
    },
    tenant: (organizationId) => new Tenant(interrupted, organizationId),
    transaction: (work) => db.transaction(work),
    afterCommit: (action) => db.afterCommit(action),
  };
  const type = await new TypeCatalog(interrupted).find(id, "swift", "thing");
  expect(type).toMatchObject({ provider: "swift", version: "4" });
});
