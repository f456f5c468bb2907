import { randomUUID } from "node:crypto";
import { scopesOfRole } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { authenticate, isStillValid, issueSessionToken, watchCaller } from "../../src/identity/access/index.ts";
import {
  authenticateLogin,
  endEverywhere,
  endLogin,
  endLoginById,
  listLogins,
  memberIn,
  rotateLogin,
  startLogin,
} from "../../src/identity/accounts/index.ts";
import { CLIENT, memberOf, signIn, whoIs } from "../support/login.ts";
import { addMember, tokenOf } from "../support/member.ts";
import { withReplica } from "../support/replica.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

afterAll(() => world.close());

const who = (secret: string) => authenticateLogin(world.core, secret, "request-7");

async function join(userId: string, role: string, name: string): Promise<string> {
  const id = randomUUID();
  await world.pool.query("INSERT INTO organizations (id, name) VALUES ($1, $2)", [id, name]);
  await world.pool.query("INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, $3)", [
    id,
    userId,
    role,
  ]);
  return id;
}

const leave = (userId: string, organizationId: string) =>
  world.pool.query("DELETE FROM memberships WHERE user_id = $1 AND organization_id = $2", [userId, organizationId]);

describe("startLogin and authenticateLogin", () => {
  it("tell who is signed in, with the rights of the role", async () => {
    const ann = await addMember(world, "admin");
    const { secret, expiresAt } = await startLogin(world.core, { userId: ann.userId, client: CLIENT });
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now() + 29 * 86_400_000);
    const login = await who(secret);
    const slug = expect.stringMatching(/^acme/);
    const acme = { id: ann.organizationId, slug, name: "Acme", role: "admin", rateLimit: null, quotas: {} };
    expect(login).toEqual({
      id: expect.any(String),
      userId: ann.userId,
      email: ann.email,
      emailProven: false,
      operator: false,
      name: null,
      organizations: [acme],
      lastOrganization: acme,
      correlationId: "request-7",
    });
    expect(login && memberIn(login, ann.organizationId)).toEqual({
      organizationId: ann.organizationId,
      organizationName: "Acme",
      userId: ann.userId,
      email: ann.email,
      tokenId: `login:${login?.id}`,
      rateLimit: null,
      quotas: {},
      actor: { type: "user", id: ann.userId, name: ann.email },
      scopes: new Set(scopesOfRole("admin")),
      role: "admin",
      correlationId: "request-7",
    });
    expect(await world.tablesHolding(secret)).toEqual([]);
    expect(await world.count("audit_entries", `action = 'login.start' AND target = '${login?.id}'`)).toBe(1);
  });

  it("are only in the person's organizations", async () => {
    const [ann, ben] = [await addMember(world, "owner"), await addMember(world, "owner")];
    const second = await join(ann.userId, "viewer", "Zebra");
    const { login } = await signIn(world, ann.userId);
    expect(memberIn(login, ann.organizationId)).toMatchObject({ organizationId: ann.organizationId, role: "owner" });
    expect(memberIn(login, second)).toMatchObject({ organizationId: second, role: "viewer" });
    for (const id of [ben.organizationId, randomUUID(), "x", ""]) expect(memberIn(login, id)).toBeNull();
  });

  it("cost one statement", async () => {
    const ann = await addMember(world, "member");
    const { secret } = await signIn(world, ann.userId);
    const query = vi.spyOn(world.core.db, "query");
    await who(secret);
    expect(query.mock.calls.map(([statement]) => statement.name)).toEqual(["login_holder"]);
    query.mockRestore();
  });

  it.each(["", "x", "A".repeat(43), "A".repeat(9000), "\0".repeat(43)])("know nobody by %j", async (secret) => {
    expect(await who(secret)).toBeNull();
  });

  it("refuse strangers to the organization, and unknown accounts", async () => {
    const [ann, ben] = [await addMember(world, "member"), await addMember(world, "member")];
    const start = (userId: string, organizationId?: string) =>
      startLogin(world.core, { userId, client: CLIENT, ...(organizationId ? { organizationId } : {}) });
    await expect(start(ann.userId, ben.organizationId)).rejects.toMatchObject({ code: "not_found" });
    await expect(start(randomUUID())).rejects.toMatchObject({ code: "not_found" });
    expect(await world.count("logins", `user_id = '${ann.userId}'`)).toBe(0);
  });

  it("suggest the first organization by name, and another one when the membership ends, or none", async () => {
    const ann = await addMember(world, "owner");
    const first = await join(ann.userId, "viewer", "Aardvark");
    const { secret, login } = await signIn(world, ann.userId);
    expect(memberOf(login)).toMatchObject({ organizationId: first, role: "viewer" });
    expect(login.organizations.map(({ name }) => name)).toEqual(["Aardvark", "Acme"]);
    await leave(ann.userId, first);
    expect((await who(secret))?.lastOrganization).toMatchObject({ id: ann.organizationId, role: "owner" });
    await leave(ann.userId, ann.organizationId);
    expect(await who(secret)).toMatchObject({ organizations: [], lastOrganization: null });
    expect((await signIn(world, ann.userId)).login.lastOrganization).toBeNull();
  });

  it("end after 30 days, or after 7 without use, which is recorded once a minute", async () => {
    const ann = await addMember(world, "member");
    const { secret, login } = await signIn(world, ann.userId);
    const age = (column: string, time: string) =>
      world.pool.query(`UPDATE logins SET ${column} = now() + $2::interval WHERE id = $1`, [login.id, time]);
    await age("last_seen_at", "-30 seconds");
    await who(secret);
    expect(await world.count("logins", `id = '${login.id}' AND last_seen_at < now() - interval '20 seconds'`)).toBe(1);
    await age("last_seen_at", "-6 days");
    expect(await who(secret)).not.toBeNull();
    await vi.waitFor(
      async () =>
        expect(await world.count("logins", `id = '${login.id}' AND last_seen_at > now() - interval '1 minute'`)).toBe(
          1,
        ),
      { timeout: 120_000 },
    );
    await age("last_seen_at", "-7 days");
    expect(await who(secret)).toBeNull();
    await expect(rotateLogin(world.core, login)).rejects.toMatchObject({ code: "not_authenticated" });
    await age("last_seen_at", "0 days");
    await age("expires_at", "-1 second");
    expect(await who(secret)).toBeNull();
  });
});

describe("rotation and ends", () => {
  it("give the same login another secret, and end the former one", async () => {
    const ann = await addMember(world, "member");
    const { secret, login } = await signIn(world, ann.userId);
    const next = await rotateLogin(world.core, login);
    expect(await who(secret)).toBeNull();
    expect((await who(next.secret))?.id).toBe(login.id);
  });

  it("take effect at once on every replica, for one login and nobody else's", async () => {
    const [ann, ben] = [await addMember(world, "member"), await addMember(world, "member", undefined)];
    const [one, two, other] = [
      await signIn(world, ann.userId),
      await signIn(world, ann.userId),
      await signIn(world, ben.userId),
    ];
    expect(await listLogins(world.core, one.login)).toEqual([
      expect.objectContaining({ id: two.login.id, current: false, user_agent: "Firefox", address: "192.0.2.1" }),
      expect.objectContaining({ id: one.login.id, current: true }),
    ]);
    for (const id of [other.login.id, randomUUID(), "x"]) {
      await expect(endLoginById(world.core, one.login, id)).rejects.toMatchObject({ code: "not_found" });
    }
    await withReplica(world, async (replica) => {
      expect(await authenticateLogin(replica, two.secret, "r")).not.toBeNull();
      await endLoginById(world.core, one.login, two.login.id);
      expect(await authenticateLogin(replica, two.secret, "r")).toBeNull();
      await endLogin(world.core, one.login);
      await endLogin(world.core, one.login);
      expect(await authenticateLogin(replica, one.secret, "r")).toBeNull();
    });
    expect(await who(other.secret)).not.toBeNull();
    expect(await world.count("audit_entries", `action = 'login.end' AND actor->>'id' = '${ann.userId}'`)).toBe(2);
  });

  it("are shown up to a limit, however many there are", async () => {
    const ann = await addMember(world, "member");
    await world.pool.query(
      `INSERT INTO logins (id, user_id, secret_hash, address, expires_at, last_seen_at)
       SELECT gen_random_uuid(), $1::uuid, sha256(($1::text || n)::bytea), '192.0.2.7', now() + interval '1 day', now() - interval '1 hour'
       FROM generate_series(1, 600) n`,
      [ann.userId],
    );
    const { login, secret } = await signIn(world, ann.userId);
    const logins = await listLogins(world.core, login);
    expect(logins).toHaveLength(500);
    expect(logins[0]?.current).toBe(true);
    await endEverywhere(world.core, login);
    expect([await who(secret), await world.count("logins", `user_id = '${ann.userId}'`)]).toEqual([null, 0]);
  });

  it("end all logins and sessions of a person, and leave API tokens", async () => {
    const ann = await addMember(world, "owner");
    const [one, two] = [await signIn(world, ann.userId), await signIn(world, ann.userId)];
    const session = await issueSessionToken(world.core, ann);
    const token = await tokenOf(world, ann);
    expect(await authenticate(world.core, session.token, "r")).not.toBeNull();
    await endEverywhere(world.core, one.login);
    expect([await who(one.secret), await who(two.secret)]).toEqual([null, null]);
    expect(await authenticate(world.core, session.token, "r")).toBeNull();
    expect(await authenticate(world.core, token.secret, "r")).not.toBeNull();
  });
});

describe("watchCaller", () => {
  it("tells an open stream that its login was signed out, and no other", async () => {
    const ann = await addMember(world, "owner");
    const [one, two] = [await signIn(world, ann.userId), await signIn(world, ann.userId)];
    const ended: string[] = [];
    for (const { login } of [one, two]) {
      watchCaller(world.core, memberOf(login), "resources:read", () => ended.push(login.id));
    }
    await withReplica(world, (replica) => endLogin(replica, one.login));
    await vi.waitFor(() => expect(ended).toEqual([one.login.id]), { timeout: 120_000 });
    expect(await isStillValid(world.core, memberOf(one.login), "resources:read")).toBe(false);
    expect(await isStillValid(world.core, memberOf(two.login), "resources:read")).toBe(true);
  });

  it("tells apart the organizations of one login, and heeds the role", async () => {
    const ann = await addMember(world, "owner");
    const other = await join(ann.userId, "owner", "Zebra");
    const { login, secret } = await signIn(world, ann.userId);
    const here = memberOf(login);
    const there = memberOf(login, other);
    const ended: string[] = [];
    watchCaller(world.core, here, "resources:read", () => ended.push("here"));
    watchCaller(world.core, here, "audit:read", () => ended.push("audit"));
    watchCaller(world.core, there, "resources:read", () => ended.push("there"));
    await world.pool.query("UPDATE memberships SET role = 'viewer' WHERE user_id = $1", [ann.userId]);
    await vi.waitFor(() => expect(ended).toEqual(["audit"]), { timeout: 120_000 });
    await leave(ann.userId, other);
    await vi.waitFor(() => expect(ended).toEqual(["audit", "there"]), { timeout: 120_000 });
    expect(memberOf(await whoIs(world.core, secret)).role).toBe("viewer");
  });
});
