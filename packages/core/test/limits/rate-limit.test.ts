import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readRateLimit, takeRequest } from "../../src/foundation/limits/index.ts";
import { RateLedger } from "../../src/foundation/limits/ledgers/index.ts";
import { createWorld, type World } from "../support/world.ts";

/** So long that no test sees its end. */
const LONG = 7 * 86_400;

let world: World;

beforeAll(async () => {
  world = await createWorld({ rateLimit: 50, rateLimitWindowSeconds: LONG });
});

afterAll(() => world.close());

/** A caller of an organization, which has its own limit or the setting's. */
const of = (organizationId: string, rateLimit: number | null = null) => ({ organizationId, rateLimit });

/** Takes until each replica has been refused. @returns how many were admitted */
async function exhaust(replicas: readonly RateLedger[], organizationId: string, limit: number): Promise<number> {
  let admitted = 0;
  const drain = async (replica: RateLedger): Promise<void> => {
    while ((await replica.take(world.core.db, organizationId, limit)).admitted) admitted++;
  };
  await Promise.all(replicas.flatMap((replica) => [drain(replica), drain(replica), drain(replica)]));
  return admitted;
}

describe("takeRequest", () => {
  it("admits up to the limit and says where the organization stands", async () => {
    const id = randomUUID();
    const first = await takeRequest(world.core, of(id));
    expect(first).toMatchObject({ admitted: true, limit: 50, remaining: 49, windowSeconds: LONG });
    expect(first.resetSeconds).toBeGreaterThan(0);
    expect(first.resetSeconds).toBeLessThanOrEqual(LONG);
    for (let count = 2; count <= 50; count++) {
      expect(await takeRequest(world.core, of(id))).toMatchObject({ admitted: true, remaining: 50 - count });
    }
    expect(await takeRequest(world.core, of(id))).toMatchObject({ admitted: false, remaining: 0 });
    expect(takeRequest(world.core, of(id))).not.toBeInstanceOf(Promise);
  });

  it("admits by another limit from the next request on, even in a used-up window", async () => {
    const id = randomUUID();
    while ((await takeRequest(world.core, of(id))).admitted);
    expect(await takeRequest(world.core, of(id, 80))).toMatchObject({ admitted: true, limit: 80, remaining: 29 });
    expect(await takeRequest(world.core, of(id, 60))).toMatchObject({ admitted: true, limit: 60 });
    expect(await readRateLimit(world.core, of(id, 80))).toMatchObject({ admitted: true, limit: 80 });
    let admitted = 2;
    while ((await takeRequest(world.core, of(id, 80))).admitted) admitted++;
    expect(admitted).toBe(30);
    expect(await takeRequest(world.core, of(id))).toMatchObject({ admitted: false, limit: 50, remaining: 0 });
  });

  it("keeps organizations apart", async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    while ((await takeRequest(world.core, of(one))).admitted);
    expect((await takeRequest(world.core, of(two))).admitted).toBe(true);
  });
});

describe("readRateLimit", () => {
  it("says where the organization stands, and takes nothing", async () => {
    const id = randomUUID();
    const fresh = { admitted: true, limit: 50, remaining: 50, windowSeconds: LONG };
    for (let count = 0; count < 3; count++) expect(await readRateLimit(world.core, of(id))).toMatchObject(fresh);
    await takeRequest(world.core, of(id));
    const { remaining } = await readRateLimit(world.core, of(id));
    expect(remaining).toBeGreaterThanOrEqual(46);
    expect(remaining).toBeLessThan(50);
    while ((await takeRequest(world.core, of(id))).admitted);
    expect(await readRateLimit(world.core, of(id))).toMatchObject({ admitted: false, remaining: 0 });
    expect(await readRateLimit(world.core, of(randomUUID()))).toMatchObject(fresh);
  });
});

describe("RateLedger", () => {
  it.each([1, 3, 8])("never admits more than the limit over %i replicas, and strands little", async (count) => {
    const id = randomUUID();
    const replicas = Array.from({ length: count }, () => new RateLedger(LONG));
    const admitted = await exhaust(replicas, id, 2000);
    expect(admitted).toBe(2000);
    expect(await exhaust(replicas, id, 2000)).toBe(0);
  });

  it("loses at most what an idle replica has leased", async () => {
    const id = randomUUID();
    const [idle, busy] = [new RateLedger(LONG), new RateLedger(LONG)];
    await idle.take(world.core.db, id, 2000);
    const admitted = await exhaust([busy], id, 2000);
    expect(admitted).toBeGreaterThanOrEqual(1900);
    expect(admitted).toBeLessThan(2000);
  });

  it("asks the database rarely", async () => {
    const id = randomUUID();
    const ledger = new RateLedger(LONG);
    const query = vi.spyOn(world.core.db, "tenant");
    for (let count = 0; count < 3000; count++) await ledger.take(world.core.db, id, 6000);
    expect(query.mock.calls.length).toBeLessThan(40);
    query.mockRestore();
  });

  it("starts anew with the next window", async () => {
    const id = randomUUID();
    const ledger = new RateLedger(1);
    expect(await exhaust([ledger], id, 5)).toBeGreaterThanOrEqual(5);
    await vi.waitFor(async () => expect((await ledger.take(world.core.db, id, 5)).admitted).toBe(true), {
      timeout: 15_000,
    });
    expect(await world.count("rate_limit_windows", `organization_id = '${id}'`)).toBeGreaterThan(1);
  });

  it("tells those who wait that the database is away, and recovers", async () => {
    const id = randomUUID();
    const ledger = new RateLedger(LONG);
    const away = { ...world.core.db, tenant: () => world.core.db.tenant(id) };
    vi.spyOn(away, "tenant").mockImplementationOnce(() => {
      throw new Error("away");
    });
    await expect(ledger.take(away, id, 100)).rejects.toThrow("away");
    expect((await ledger.take(world.core.db, id, 100)).admitted).toBe(true);
  });
});
