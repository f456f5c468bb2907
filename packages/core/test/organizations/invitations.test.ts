import { ROLES } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyCredentials } from "../../src/identity/accounts/index.ts";
import {
  acceptInvitation,
  createInvitation,
  getInvitation,
  listInvitations,
  revokeInvitation,
} from "../../src/identity/invitations/index.ts";
import { changeRole } from "../../src/identity/organizations/index.ts";
import { CLIENT, memberOf, PASSWORD, signIn, whoIs } from "../support/login.ts";
import { addMember, type Member } from "../support/member.ts";
import { createWorld, type World } from "../support/world.ts";

const META = { correlationId: "request-1" };

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

afterAll(() => world.close());

const contextOf = async (added: Member) => memberOf((await signIn(world, added.userId)).login);
const loginOf = async (added: Member) => (await signIn(world, added.userId)).login;

const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "done",
    (error: { code: string }) => error.code,
  );

async function invite(change: { role?: "viewer" | "owner"; email?: string } = {}) {
  const owner = await addMember(world, "owner");
  const member = await contextOf(owner);
  return { owner, member, ...(await createInvitation(world.core, member, { role: "viewer", ...change })) };
}

let people = 0;
const person = (email = `person-${++people}@example.com`) => ({ email, name: "Ben", password: PASSWORD });

describe("createInvitation", () => {
  it("creates a link of which only the hash is kept", async () => {
    const { token, url, id, member } = await invite({ email: "Ben@Example.com" });
    expect(url).toBe(`http://localhost:3000/invitations/${token}`);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await world.tablesHolding(token)).toEqual([]);
    expect(await listInvitations(world.core, member)).toEqual([
      {
        id,
        role: "viewer",
        email: "ben@example.com",
        created_by: member.userId,
        creator_name: member.email,
        created_at: expect.stringMatching(/Z$/),
        expires_at: expect.stringMatching(/Z$/),
      },
    ]);
    expect(await getInvitation(world.core, token)).toMatchObject({
      organization_name: "Acme",
      role: "viewer",
      email: "ben@example.com",
      inviter_name: member.email,
    });
  });

  it("is for admins and owners, and for no role above their own", async () => {
    const owner = await addMember(world, "owner");
    for (const by of ROLES) {
      const member = await contextOf(await addMember(world, by, owner.organizationId));
      for (const role of ROLES) {
        const allowed = by === "owner" || (by === "admin" && role !== "owner");
        const outcome = await code(createInvitation(world.core, member, { role }));
        expect(`${by} invites ${role}: ${outcome}`).toBe(
          `${by} invites ${role}: ${allowed ? "done" : "missing_scope"}`,
        );
      }
      const listed = await code(listInvitations(world.core, member));
      expect(listed).toBe(by === "owner" || by === "admin" ? "done" : "missing_scope");
    }
  });

  it("stops at a thousand valid ones, which are listed in one piece", async () => {
    const { member, id } = await invite();
    await world.pool.query(
      `INSERT INTO invitations (id, organization_id, role, token_hash, created_by, expires_at)
       SELECT gen_random_uuid(), organization_id, role, sha256(n::text::bytea), created_by, expires_at
       FROM invitations, generate_series(1, 999) n WHERE id = $1`,
      [id],
    );
    expect(await code(createInvitation(world.core, member, { role: "viewer" }))).toBe("conflict");
    expect(await listInvitations(world.core, member)).toHaveLength(1000);
    await revokeInvitation(world.core, member, id);
    expect(await code(createInvitation(world.core, member, { role: "viewer" }))).toBe("done");
  });

  it("is refused for a member, and for an invalid email", async () => {
    const { member, owner } = await invite();
    expect(await code(createInvitation(world.core, member, { role: "viewer", email: owner.email }))).toBe("conflict");
    expect(await code(createInvitation(world.core, member, { role: "viewer", email: "x" }))).toBe("validation_failed");
  });
});

describe("an invalid invitation", () => {
  it("looks the same whether it is unknown, used, revoked or expired", async () => {
    const used = await invite();
    await acceptInvitation(world.core, used.token, { newAccount: person() }, META);
    const revoked = await invite();
    await revokeInvitation(world.core, revoked.member, revoked.id);
    const over = await invite();
    await world.pool.query("UPDATE invitations SET expires_at = now() - interval '1 second' WHERE id = $1", [over.id]);
    const answers = new Set<string>();
    for (const token of [used.token, revoked.token, over.token, "A".repeat(43), "x", ""]) {
      const attempts = [
        getInvitation(world.core, token),
        acceptInvitation(world.core, token, { newAccount: person() }, META),
      ];
      for (const result of await Promise.allSettled(attempts)) {
        answers.add(result.status === "rejected" ? `${result.reason.code} ${result.reason.message}` : "held");
      }
    }
    expect([...answers]).toEqual(["not_found Invitation not found"]);
    for (const { member } of [used, revoked, over]) expect(await listInvitations(world.core, member)).toEqual([]);
  });

  it("cannot be revoked, nor can another organization's, nor an owner's by an admin", async () => {
    const { member, id, owner } = await invite({ role: "owner" });
    const stranger = await invite();
    const admin = await contextOf(await addMember(world, "admin", owner.organizationId));
    expect(await code(revokeInvitation(world.core, stranger.member, id))).toBe("not_found");
    expect(await code(revokeInvitation(world.core, member, "x"))).toBe("not_found");
    expect(await code(revokeInvitation(world.core, admin, id))).toBe("missing_scope");
    await revokeInvitation(world.core, member, id);
    expect(await code(revokeInvitation(world.core, member, id))).toBe("not_found");
    expect(await world.count("audit_entries", `action = 'invitation.revoke' AND target = '${id}'`)).toBe(1);
  });

  it("results when the sender loses the role", async () => {
    const { owner, member } = await invite();
    const admin = await addMember(world, "admin", owner.organizationId);
    const { token } = await createInvitation(world.core, await contextOf(admin), { role: "admin" });
    await changeRole(world.core, member, { userId: admin.userId, role: "member" });
    expect(await code(getInvitation(world.core, token))).toBe("not_found");
  });
});

describe("acceptInvitation", () => {
  it("makes a new account a member that can sign in, and audits it", async () => {
    const { token, owner, id } = await invite();
    const ben = person();
    const joined = await acceptInvitation(world.core, token, { newAccount: ben }, META);
    expect(joined.organizationId).toBe(owner.organizationId);
    expect(await verifyCredentials(world.core, ben, CLIENT)).toMatchObject({ userId: joined.userId });
    const { login } = await signIn(world, joined.userId);
    expect(memberOf(login)).toMatchObject({ role: "viewer", organizationId: owner.organizationId });
    const entry = `action = 'member.join' AND target = '${joined.userId}' AND details->>'invitation' = '${id}'`;
    expect(await world.count("audit_entries", entry)).toBe(1);
  });

  it("adds the account that is signed in", async () => {
    const { token, owner } = await invite();
    const ben = await addMember(world, "owner");
    const { login, secret } = await signIn(world, ben.userId);
    await acceptInvitation(world.core, token, { login }, META);
    const roles = (await whoIs(world.core, secret)).organizations.map(({ id, role }) => [id, role]);
    expect(roles).toContainEqual([owner.organizationId, "viewer"]);
    expect(roles).toContainEqual([ben.organizationId, "owner"]);
  });

  it("is only for the email that it names", async () => {
    const ben = person();
    const { token } = await invite({ email: ben.email });
    const other = await loginOf(await addMember(world, "member"));
    expect(await code(acceptInvitation(world.core, token, { login: other }, META))).toBe("conflict");
    await expect(acceptInvitation(world.core, token, { newAccount: person() }, META)).rejects.toMatchObject({
      issues: [{ loc: ["email"] }],
    });
    expect(await code(acceptInvitation(world.core, token, { newAccount: ben }, META))).toBe("done");
  });

  it("does not take over an account, and stays open after a refusal", async () => {
    const { token, owner } = await invite();
    await expect(acceptInvitation(world.core, token, { newAccount: person(owner.email) }, META)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("sign in first"),
    });
    const weak = { ...person(), password: "password1234" };
    expect(await code(acceptInvitation(world.core, token, { newAccount: weak }, META))).toBe("validation_failed");
    expect(await code(acceptInvitation(world.core, token, { login: await loginOf(owner) }, META))).toBe("conflict");
    expect(await code(getInvitation(world.core, token))).toBe("done");
  });

  it("serves one of several at the same moment", async () => {
    for (let round = 0; round < 3; round++) {
      const { token, owner } = await invite();
      const ben = await loginOf(await addMember(world, "member"));
      const outcomes = await Promise.all([
        ...[1, 2, 3].map(() => code(acceptInvitation(world.core, token, { newAccount: person() }, META))),
        code(acceptInvitation(world.core, token, { login: ben }, META)),
      ]);
      expect(outcomes.sort()).toEqual(["done", "not_found", "not_found", "not_found"]);
      expect(await world.count("memberships", `organization_id = '${owner.organizationId}'`)).toBe(2);
    }
  });
});
