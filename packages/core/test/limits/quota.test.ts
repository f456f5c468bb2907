import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { QuotaLedger, readQuota, takeQuota } from "../../src/index.ts";
import { createWorld, type World } from "../support/world.ts";

/** So long that no test sees its end. */
const LONG = 7 * 86_400;

let world: World;

beforeAll(async () => {
  world = await createWorld({ rateLimit: 50, rateLimitWindowSeconds: LONG });
});

afterAll(() => world.close());

/** Takes until each replica has been refused. @returns how many were admitted */
async function exhaust(replicas: readonly QuotaLedger[], organizationId: string): Promise<number> {
  let admitted = 0;
  const drain = async (replica: QuotaLedger): Promise<void> => {
    while ((await replica.take(world.core.db, organizationId)).admitted) admitted++;
  };
  await Promise.all(replicas.flatMap((replica) => [drain(replica), drain(replica), drain(replica)]));
  return admitted;
}

describe("takeQuota", () => {
  it("admits up to the limit and says where the organization stands", async () => {
    const id = randomUUID();
    const first = await takeQuota(world.core, id);
    expect(first).toMatchObject({ admitted: true, limit: 50, remaining: 49, windowSeconds: LONG });
    expect(first.resetSeconds).toBeGreaterThan(0);
    expect(first.resetSeconds).toBeLessThanOrEqual(LONG);
    for (let count = 2; count <= 50; count++) {
      expect(await takeQuota(world.core, id)).toMatchObject({ admitted: true, remaining: 50 - count });
    }
    expect(await takeQuota(world.core, id)).toMatchObject({ admitted: false, remaining: 0 });
    expect(takeQuota(world.core, id)).not.toBeInstanceOf(Promise);
  });

  it("keeps organizations apart", async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    while ((await takeQuota(world.core, one)).admitted);
    expect((await takeQuota(world.core, two)).admitted).toBe(true);
  });
});

describe("readQuota", () => {
  it("says where the organization stands, and takes nothing", async () => {
    const id = randomUUID();
    const fresh = { admitted: true, limit: 50, remaining: 50, windowSeconds: LONG };
    for (let count = 0; count < 3; count++) expect(await readQuota(world.core, id)).toMatchObject(fresh);
    await takeQuota(world.core, id);
    const { remaining } = await readQuota(world.core, id);
    expect(remaining).toBeGreaterThanOrEqual(46);
    expect(remaining).toBeLessThan(50);
    while ((await takeQuota(world.core, id)).admitted);
    expect(await readQuota(world.core, id)).toMatchObject({ admitted: false, remaining: 0 });
    expect(await readQuota(world.core, randomUUID())).toMatchObject(fresh);
  });
});

describe("QuotaLedger", () => {
  it.each([1, 3, 8])("never admits more than the limit over %i replicas, and strands little", async (count) => {
    const id = randomUUID();
    const replicas = Array.from({ length: count }, () => new QuotaLedger(2000, LONG));
    const admitted = await exhaust(replicas, id);
    expect(admitted).toBe(2000);
    expect(await exhaust(replicas, id)).toBe(0);
  });

  it("loses at most what an idle replica has leased", async () => {
    const id = randomUUID();
    const [idle, busy] = [new QuotaLedger(2000, LONG), new QuotaLedger(2000, LONG)];
    await idle.take(world.core.db, id);
    const admitted = await exhaust([busy], id);
    expect(admitted).toBeGreaterThanOrEqual(1900);
    expect(admitted).toBeLessThan(2000);
  });

  it("asks the database rarely", async () => {
    const id = randomUUID();
    const ledger = new QuotaLedger(6000, LONG);
    const query = vi.spyOn(world.core.db, "tenant");
    for (let count = 0; count < 3000; count++) await ledger.take(world.core.db, id);
    expect(query.mock.calls.length).toBeLessThan(40);
    query.mockRestore();
  });

  it("starts anew with the next window", async () => {
    const id = randomUUID();
    const ledger = new QuotaLedger(5, 1);
    expect(await exhaust([ledger], id)).toBeGreaterThanOrEqual(5);
    await vi.waitFor(async () => expect((await ledger.take(world.core.db, id)).admitted).toBe(true), 5000);
    expect(await world.count("rate_limit_windows", `organization_id = '${id}'`)).toBeGreaterThan(1);
  });

  it("passes on that the database is away to those who wait for it, and recovers", async () => {
    const id = randomUUID();
    const ledger = new QuotaLedger(100, LONG);
    const away = { ...world.core.db, tenant: () => world.core.db.tenant(id) };
    vi.spyOn(away, "tenant").mockImplementationOnce(() => {
      throw new Error("away");
    });
    await expect(ledger.take(away, id)).rejects.toThrow("away");
    expect((await ledger.take(world.core.db, id)).admitted).toBe(true);
  });
});
