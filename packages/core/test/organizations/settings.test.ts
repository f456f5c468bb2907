import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RequestContext } from "../../src/foundation/callers/caller.ts";
import { changeSettings, getSettings } from "../../src/identity/organizations/index.ts";
import { addMember } from "../support/member.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let owner: RequestContext;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  owner = (await addMember(world, "owner")).context;
});
afterAll(() => world.close());

const audited = () =>
  world.count("audit_entries", `organization_id = '${owner.organizationId}' AND action = 'organization.settings'`);

describe("the settings of an organization", () => {
  it("are the usual, until an owner changes them, which is audited", async () => {
    expect(await getSettings(world.core, owner)).toEqual({ check_every: null });
    expect(await changeSettings(world.core, owner, { check_every: 600 })).toEqual({ check_every: 600 });
    expect(await getSettings(world.core, owner)).toEqual({ check_every: 600 });
    expect(await changeSettings(world.core, owner, {})).toEqual({ check_every: 600 });
    expect(await changeSettings(world.core, owner, { check_every: 600 })).toEqual({ check_every: 600 });
    expect(await audited()).toBe(1);
    expect(await changeSettings(world.core, owner, { check_every: null })).toEqual({ check_every: null });
    expect(await audited()).toBe(2);
  });

  it("are changed by owners alone", async () => {
    const admin = (await addMember(world, "admin", owner.organizationId)).context;
    await expect(changeSettings(world.core, admin, { check_every: 0 })).rejects.toMatchObject({
      code: "missing_scope",
    });
    expect(await getSettings(world.core, admin)).toEqual({ check_every: null });
  });

  it.each([-1, 1, 59, 2_592_001, 60.5])("refuse %s seconds", async (check_every) => {
    await expect(changeSettings(world.core, owner, { check_every })).rejects.toMatchObject({
      code: "validation_failed",
    });
  });

  it.each([0, 60, 2_592_000])("take %i seconds", async (check_every) => {
    expect(await changeSettings(world.core, owner, { check_every })).toEqual({ check_every });
  });
});

describe("a shorter interval", () => {
  /** Checks that are due in so many seconds. @returns in how many seconds they are due then, by key */
  async function dueAfter(every: number | null, ...seconds: number[]): Promise<number[]> {
    await world.pool.query(
      `INSERT INTO drift_checks (organization_id, resource_key, provider, due_at)
       SELECT $1, lpad(place::text, 2, '0'), 'test', now() + seconds * interval '1 second'
       FROM unnest($2::int[]) WITH ORDINALITY AS due (seconds, place)`,
      [owner.organizationId, seconds],
    );
    await changeSettings(world.core, owner, { check_every: every });
    const { rows } = await world.pool.query<{ due: number }>(
      `SELECT extract(epoch FROM due_at - now())::float8 AS due FROM drift_checks
       WHERE organization_id = $1 ORDER BY resource_key`,
      [owner.organizationId],
    );
    return rows.map(({ due }) => due);
  }

  it("holds for checks that were planned with a longer one", async () => {
    const due = await dueAfter(600, 2_000_000, 700_000, 500);
    expect(Math.max(...due)).toBeLessThanOrEqual(600);
    expect(due[2]).toBeGreaterThan(400);
  });

  it("of none leaves them, and the usual one is an hour", async () => {
    expect((await dueAfter(0, 2_000_000))[0]).toBeGreaterThan(1_900_000);
    await changeSettings(world.core, owner, { check_every: null });
    const { rows } = await world.pool.query(
      "SELECT due_at <= now() + interval '1 hour' AS soon FROM drift_checks WHERE organization_id = $1",
      [owner.organizationId],
    );
    expect(rows).toEqual([{ soon: true }]);
  });
});
