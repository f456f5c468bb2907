import { randomUUID } from "node:crypto";
import type { Quota } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Login } from "../../src/foundation/callers/index.ts";
import { DEFAULT_QUOTAS } from "../../src/foundation/common/quota-settings.ts";
import { readLimits } from "../../src/foundation/limits/index.ts";
import { setLimit } from "../../src/identity/operators/index.ts";
import { signIn } from "../support/login.ts";
import { addMember, type Member } from "../support/member.ts";
import { Organization } from "../support/organization.ts";
import { createWorld, type World } from "../support/world.ts";

const QUOTAS = { ...DEFAULT_QUOTAS, resources: 5, members: 3 };

let world: World;
let owner: Member;
let org: Organization;
let operator: Login;

beforeAll(async () => {
  world = await createWorld({ quotas: QUOTAS });
  const root = await addMember(world, "viewer");
  await world.pool.query("UPDATE users SET operator = true WHERE id = $1", [root.userId]);
  operator = (await signIn(world, root.userId)).login;
});

beforeEach(async () => {
  owner = await addMember(world, "owner");
  org = new Organization(world.core, "Acme", owner.organizationId);
});

afterAll(() => world.close());

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    ({ code }: { code?: string }) => code,
  );
const raise = (limit: Quota, value: number | null) =>
  setLimit(world.core, operator, { organizationId: org.id, limit, value });
const draft = (name: string) => org.draft(`pragma/config/${name}`, { data: {} });

describe("an operator", () => {
  it("raises and lowers a quota, which holds at once, and is written down", async () => {
    for (let count = 1; count <= 5; count++) await draft(`r${count}`);
    expect(await outcome(draft("r6"))).toBe("quota_exceeded");
    await raise("resources", 6);
    await draft("r6");
    expect(await outcome(draft("r7"))).toBe("quota_exceeded");
    await raise("resources", 2);
    await expect(draft("r7")).rejects.toMatchObject({ facts: { quota: "resources", limit: 2, used: 6 } });
    await raise("resources", null);
    await raise("resources", null);
    await expect(draft("r7")).rejects.toMatchObject({ facts: { limit: 5, used: 6 } });
    const { rows } = await world.pool.query(
      "SELECT actor->>'id' AS by, details FROM audit_entries WHERE organization_id = $1 AND action = 'organization.limit' ORDER BY id",
      [org.id],
    );
    const change = (before: number | null, after: number | null) => ({
      by: operator.userId,
      details: { name: "Acme", limit: "resources", before, after },
    });
    expect(rows).toEqual([change(null, 6), change(6, 2), change(2, null)]);
  });

  it("sees what is used of each", async () => {
    await draft("r1");
    await raise("members", 7);
    const limits = await readLimits(world.core, org.id);
    expect(limits).toContainEqual({ limit: "resources", value: 5, standard: 5, raised: false, used: 1 });
    expect(limits).toContainEqual({ limit: "members", value: 7, standard: 3, raised: true, used: 1 });
    expect(limits.map(({ limit }) => limit)).toEqual(["requests", ...Object.keys(QUOTAS)]);
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53, 1e15 + 1])("cannot set %d", async (value) => {
    expect(await outcome(raise("resources", value))).toBe("validation_failed");
  });

  it("cannot set more requests than can be counted, or anything that does not exist", async () => {
    const set = (organizationId: string, value: number) =>
      outcome(setLimit(world.core, operator, { organizationId, limit: "requests", value }));
    expect(await set(org.id, 1_000_000_001)).toBe("validation_failed");
    expect(await set(randomUUID(), 1)).toBe("not_found");
    expect(
      await outcome(
        setLimit(world.core, (await signIn(world, owner.userId)).login, {
          organizationId: org.id,
          limit: "requests",
          value: 1,
        }),
      ),
    ).toBe("not_operator");
  });
});
