import { systemStatement } from "@pragma/db";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Core } from "../src/foundation/unit-of-work/core.ts";
import { unitOfWork } from "../src/foundation/unit-of-work/unit-of-work.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
const nothing = systemStatement("unit_of_work_test", "SELECT 1 AS one");

/** The notifications to others, in order. */
let told: string[];

beforeAll(async () => {
  world = await createWorld();
  const { services } = world.core;
  services.wakeUp.onRequests(() => told.push("requests"));
});

afterAll(() => world.close());

it("tells others once it is committed", async () => {
  told = [];
  await unitOfWork(world.core, async (unit) => {
    unit.wakeUp.enqueued();
    await unit.db.query(nothing, []);
    expect(told).toEqual([]);
  });
  expect(told).toEqual(["requests"]);
});

it("tells nobody about what was rolled back, even in a part of it", async () => {
  told = [];
  await unitOfWork(world.core, async (unit) => {
    await unit.db.query(nothing, []);
    const part = unit.transaction(async (inner) => {
      expect(inner).toBe(unit);
      inner.wakeUp.enqueued();
      throw new Error("undone");
    });
    await expect(part).rejects.toThrow("undone");
  });
  expect(told).toEqual([]);
});

it("refuses to tell by the core outside what is written inside", async () => {
  told = [];
  const mistaken = unitOfWork(world.core, async () => world.core.wakeUp.enqueued());
  await expect(mistaken).rejects.toThrow("use the database of the transaction");
  const forgetful = unitOfWork(world.core, async () => world.core.callers.clear());
  await expect(forgetful).rejects.toThrow("use the database of the transaction");
  expect(told).toEqual([]);
});

it("reads types through its transaction", async () => {
  const version = await unitOfWork(world.core, async ({ types }) => (await types.current(world.org.id)).version);
  expect((await world.core.types.current(world.org.id)).version).toBe(version);
});

it("cannot be bound to a transaction by anybody else", async () => {
  const bound = world.core.db.transaction(async (db) => Core.over(world.core.services, db));
  await expect(bound).rejects.toThrow("Core.transaction");
  // @ts-expect-error: what a spread makes is not a core
  const spread: Core = { ...world.core, db: world.core.db };
  expect(spread).not.toBeInstanceOf(Core);
});
