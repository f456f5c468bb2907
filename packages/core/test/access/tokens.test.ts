import type { TokenPosition } from "@pragma/db/administration";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAudit } from "../../src/foundation/audit/index.ts";
import type { RequestContext } from "../../src/foundation/callers/caller.ts";
import { createToken, listTokens, revokeToken } from "../../src/identity/access/index.ts";
import { addMember, tokenOf } from "../support/member.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

afterAll(() => world.close());

const listed = async (context: RequestContext) => (await listTokens(world.core, context, { limit: 100 })).tokens;

describe("createToken", () => {
  it("shows the secret once and stores only its hash", async () => {
    const member = await addMember(world, "member");
    const created = await createToken(world.core, member.context, {
      name: "ci",
      scopes: ["resources:read", "resources:read"],
      expires_at: "2999-01-01T02:00:00+02:00",
    });
    expect(created.token).toMatch(/^pragma_[A-Za-z0-9_-]{43}$/);
    expect(created).toMatchObject({
      name: "ci",
      prefix: created.token.slice(0, 13),
      scopes: ["resources:read"],
      expires_at: "2999-01-01T00:00:00.000Z",
      last_used_at: null,
    });
    expect(await world.tablesHolding(created.token.slice(7))).toEqual([]);
    const { token: _, ...shown } = created;
    expect(await listed(member.context)).toEqual([shown]);
  });

  it("names the scopes that the creator lacks, and writes nothing", async () => {
    const member = await addMember(world, "viewer");
    const input = {
      name: "x",
      scopes: ["resources:read" as const, "resources:write" as const, "tokens:write" as const],
    };
    await expect(createToken(world.core, member.context, input)).rejects.toMatchObject({
      code: "missing_scope",
      message: expect.stringContaining("resources:write, tokens:write"),
    });
    expect(await listed(member.context)).toEqual([]);
  });

  it("is refused to a former member, whatever the request began with", async () => {
    const { context, userId } = await addMember(world, "member");
    await world.pool.query("DELETE FROM memberships WHERE user_id = $1", [userId]);
    const creation = createToken(world.core, context, { name: "late", scopes: ["resources:read"] });
    await expect(creation).rejects.toMatchObject({ code: "not_authenticated" });
  });

  it("refuses an expiry that has passed", async () => {
    const member = await addMember(world, "member");
    const input = { name: "x", scopes: ["resources:read" as const], expires_at: "2020-01-01T00:00:00Z" };
    await expect(createToken(world.core, member.context, input)).rejects.toMatchObject({
      code: "validation_failed",
      issues: [{ loc: ["body", "expires_at"] }],
    });
  });
});

describe("listTokens and revokeToken", () => {
  it("let members reach their own tokens, admins those of the organization, and nobody those of another one", async () => {
    const owner = await addMember(world, "owner");
    const member = await addMember(world, "member", owner.organizationId);
    const stranger = await addMember(world, "owner");
    const mine = await tokenOf(world, member);
    const theirs = await tokenOf(world, owner);
    const ids = async (context: typeof owner.context) => (await listed(context)).map(({ id }) => id);
    expect(await ids(member.context)).toEqual([mine.id]);
    expect(await ids(owner.context)).toEqual([theirs.id, mine.id]);
    expect(await ids(stranger.context)).toEqual([]);

    for (const id of [theirs.id, "no-uuid", "00000000-0000-4000-8000-000000000000"]) {
      await expect(revokeToken(world.core, member.context, id)).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(revokeToken(world.core, stranger.context, mine.id)).rejects.toMatchObject({ code: "not_found" });
    await revokeToken(world.core, owner.context, mine.id);
    await revokeToken(world.core, owner.context, mine.id);
    expect(await ids(owner.context)).toEqual([theirs.id]);
  });

  it("take a new role of the caller into account at once", async () => {
    const owner = await addMember(world, "owner");
    const member = await addMember(world, "member", owner.organizationId);
    await tokenOf(world, owner);
    await world.pool.query("UPDATE memberships SET role = 'admin' WHERE user_id = $1", [member.userId]);
    expect(await listed(member.context)).toHaveLength(1);
  });

  it("are audited, a second revocation is not", async () => {
    const owner = await addMember(world, "owner");
    const token = await tokenOf(world, owner);
    // PostgreSQL also reads ids in capitals.
    await revokeToken(world.core, owner.context, token.id.toUpperCase());
    await revokeToken(world.core, owner.context, token.id);
    const { entries } = await listAudit(world.core, owner.context, { target: token.id }, { limit: 10 });
    expect(entries.map(({ action, outcome, actor }) => [action, outcome, actor.id])).toEqual([
      ["token.revoke", "success", owner.userId],
      ["token.create", "success", owner.userId],
    ]);
    expect(JSON.stringify(entries)).not.toContain(token.secret);
  });

  it("revoke once, however many do it at once", async () => {
    const owner = await addMember(world, "owner");
    const token = await tokenOf(world, owner);
    await Promise.all(Array.from({ length: 8 }, () => revokeToken(world.core, owner.context, token.id)));
    const { entries } = await listAudit(world.core, owner.context, { action: "token.revoke" }, { limit: 10 });
    expect(entries.map(({ target }) => target)).toEqual([token.id]);
  });

  it("page through tokens of one moment, and back to a position, each of them once", async () => {
    const owner = await addMember(world, "owner");
    for (let n = 0; n < 5; n++) await tokenOf(world, owner);
    await world.pool.query("UPDATE api_tokens SET created_at = '2026-01-01T00:00:00.123Z' WHERE user_id = $1", [
      owner.userId,
    ]);
    const all = (await listed(owner.context)).map(({ id }) => id);
    const paged: string[] = [];
    let after: TokenPosition | undefined;
    do {
      const { tokens, next } = await listTokens(world.core, owner.context, { limit: 2, after });
      paged.push(...tokens.map(({ id }) => id));
      after = next;
    } while (after);
    expect([paged.length, paged]).toEqual([5, all]);
    const until = { createdAt: "2026-01-01T00:00:00.123Z", id: all[2] as string };
    const { tokens } = await listTokens(world.core, owner.context, { limit: 10, until });
    expect(tokens.map(({ id }) => id)).toEqual(all.slice(0, 3));
  });
});
