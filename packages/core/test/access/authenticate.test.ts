import { SCOPES } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Core } from "../../src/foundation/unit-of-work/core.ts";
import { authenticate, getMe, requireScope, revokeToken } from "../../src/identity/access/index.ts";
import { addMember, tokenOf } from "../support/member.ts";
import { withReplica } from "../support/replica.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

afterAll(() => world.close());

const who = async (core: Core, bearer: string) => await authenticate(core, bearer, "request-7");

describe("authenticate", () => {
  it("says who an API token is, and answers from memory the second time", async () => {
    const owner = await addMember(world, "owner");
    const { id, secret } = await tokenOf(world, owner, ["resources:read"]);
    const context = await who(world.core, secret);
    expect(context).toEqual({
      organizationId: owner.organizationId,
      organizationName: "Acme",
      userId: owner.userId,
      email: owner.email,
      tokenId: id,
      rateLimit: null,
      quotas: {},
      actor: { type: "token", id, name: "test", user: { id: expect.any(String), name: expect.any(String) } },
      scopes: new Set(["resources:read"]),
      correlationId: "request-7",
    });
    const again = authenticate(world.core, secret, "request-8");
    expect(again).not.toBeInstanceOf(Promise);
    expect(again).toMatchObject({ tokenId: id, correlationId: "request-8" });
    expect(context && getMe(world.core, context)).toEqual({
      user_id: owner.userId,
      email: owner.email,
      organization_id: owner.organizationId,
      organization_name: "Acme",
    });
  });

  it.each(["", "x", "pragma_", `pragma_${"A".repeat(43)}`, "eyJh.eyJh.c2ln", "a".repeat(9000), "ключ", "a\0b"])(
    "knows nobody by %j",
    async (bearer) => {
      expect(await who(world.core, bearer)).toBeNull();
    },
  );

  it("asks the database once for many simultaneous requests", async () => {
    const owner = await addMember(world, "owner");
    const { secret } = await tokenOf(world, owner);
    const query = vi.spyOn(world.core.db, "query");
    const contexts = await Promise.all(Array.from({ length: 50 }, () => who(world.core, secret)));
    expect(contexts.every((context) => context?.userId === owner.userId)).toBe(true);
    expect(query.mock.calls.filter(([statement]) => statement.name === "token_holder")).toHaveLength(1);
    query.mockRestore();
  });

  it("notes the use of a token", async () => {
    const owner = await addMember(world, "owner");
    const { id, secret } = await tokenOf(world, owner);
    await who(world.core, secret);
    await vi.waitFor(
      async () => {
        expect(await world.count("api_tokens", `id = '${id}' AND last_used_at IS NOT NULL`)).toBe(1);
      },
      { timeout: 120_000 },
    );
  });

  it("refuses an expired token, even one that expires while it is in memory", async () => {
    const owner = await addMember(world, "owner");
    const { id, secret } = await tokenOf(world, owner);
    await world.pool.query("UPDATE api_tokens SET expires_at = now() + interval '3 s' WHERE id = $1", [id]);
    expect(await who(world.core, secret)).not.toBeNull();
    await vi.waitFor(async () => expect(await who(world.core, secret)).toBeNull(), { timeout: 120_000 });
  });
});

describe("rights", () => {
  it("are those of the token's scopes that the role has now", async () => {
    const owner = await addMember(world, "owner");
    const { secret } = await tokenOf(world, owner, ["resources:read", "secrets:reveal", "tokens:write"]);
    expect((await who(world.core, secret))?.scopes).toEqual(
      new Set(["resources:read", "secrets:reveal", "tokens:write"]),
    );
    const become = (role: string) =>
      world.pool.query("UPDATE memberships SET role = $2 WHERE user_id = $1", [owner.userId, role]);
    const scopes = async () => [...((await who(world.core, secret))?.scopes ?? [])].sort();
    await become("member");
    await vi.waitFor(async () => expect(await scopes()).toEqual(["resources:read", "tokens:write"]), {
      timeout: 15_000,
    });
    await become("viewer");
    await vi.waitFor(async () => expect(await scopes()).toEqual(["resources:read"]), { timeout: 120_000 });
    await become("owner");
    await vi.waitFor(async () => expect(await scopes()).toHaveLength(3), { timeout: 120_000 });
  });

  it("name the scope that is missing", () => {
    expect(() => requireScope({ scopes: new Set(SCOPES) }, "audit:read")).not.toThrow();
    expect(() => requireScope({ scopes: new Set(["resources:read"]) }, "audit:read")).toThrow(/audit:read/);
  });

  it("end with a revocation, on every replica", async () => {
    const owner = await addMember(world, "owner");
    const { id, secret } = await tokenOf(world, owner);
    await withReplica(world, async (replica) => {
      expect(await who(world.core, secret)).not.toBeNull();
      expect(await who(replica, secret)).not.toBeNull();
      await revokeToken(world.core, owner.context, id);
      expect(await who(world.core, secret)).toBeNull();
      await vi.waitFor(async () => expect(await who(replica, secret)).toBeNull(), { timeout: 120_000 });
    });
  });

  it("end with the membership, and do not come back with a new one", async () => {
    const owner = await addMember(world, "owner");
    const { secret } = await tokenOf(world, owner);
    expect(await who(world.core, secret)).not.toBeNull();
    await world.pool.query("DELETE FROM memberships WHERE user_id = $1", [owner.userId]);
    await vi.waitFor(async () => expect(await who(world.core, secret)).toBeNull(), { timeout: 120_000 });
    await world.pool.query("INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, 'owner')", [
      owner.organizationId,
      owner.userId,
    ]);
    expect(await who(world.core, secret)).toBeNull();
  });
});
