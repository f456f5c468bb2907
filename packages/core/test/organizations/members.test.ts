import { randomUUID } from "node:crypto";
import { ROLES, type Role } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { MemberContext } from "../../src/foundation/callers/index.ts";
import { authenticate } from "../../src/identity/access/index.ts";
import { authenticateLogin } from "../../src/identity/accounts/index.ts";
import { createInvitation, getInvitation } from "../../src/identity/invitations/index.ts";
import {
  changeRole,
  createOrganization,
  leaveOrganization,
  listMembers,
  removeMember,
  renameOrganization,
  transferOwnership,
  visitOrganization,
} from "../../src/identity/organizations/index.ts";
import { memberOf, signIn, whoIs } from "../support/login.ts";
import { addMember, type Member, tokenOf } from "../support/member.ts";
import { withReplica } from "../support/replica.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld({ organizationCreation: "anyone" });
});

afterAll(() => world.close());

interface Signed extends Member {
  secret: string;
  member: MemberContext;
}

/** Somebody with a role who is signed in, in a new organization unless told otherwise. */
async function signed(role: Role, organizationId?: string): Promise<Signed> {
  const added = await addMember(world, role, organizationId);
  const { login, secret } = await signIn(world, added.userId);
  return { ...added, secret, member: memberOf(login) };
}

async function roleOf({ userId, organizationId }: Member): Promise<string | undefined> {
  const { rows } = await world.pool.query<{ role: string }>(
    "SELECT role FROM memberships WHERE user_id = $1 AND organization_id = $2",
    [userId, organizationId],
  );
  return rows[0]?.role;
}

const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "done",
    (error: { code: string }) => error.code,
  );

const audited = (action: string, target: string) =>
  world.count("audit_entries", `action = '${action}' AND target = '${target}'`);

function mayChange(by: Role, from: Role, to: Role): boolean {
  return by === "owner" || (by === "admin" && from !== "owner" && to !== "owner");
}

describe("changeRole", () => {
  it("allows admins and owners what they may do, and nobody else anything", async () => {
    const owner = await signed("owner");
    const { organizationId } = owner;
    const acting: Record<Role, Signed> = {
      viewer: await signed("viewer", organizationId),
      member: await signed("member", organizationId),
      admin: await signed("admin", organizationId),
      owner,
    };
    await addMember(world, "owner", organizationId);
    for (const by of ROLES) {
      for (const [from, to] of ROLES.flatMap((one) => ROLES.map((two) => [one, two] as const))) {
        const subject = await addMember(world, from, organizationId);
        const change = { userId: subject.userId, role: to };
        const outcome = await code(changeRole(world.core, acting[by].member, change));
        const allowed = mayChange(by, from, to);
        expect([by, from, to, outcome]).toEqual([by, from, to, allowed ? "done" : "missing_scope"]);
        expect(await roleOf(subject)).toBe(allowed ? to : from);
        expect(await audited("member.role", subject.userId)).toBe(allowed && from !== to ? 1 : 0);
      }
    }
  });

  it("takes effect at once for tokens that this process remembers", async () => {
    const owner = await signed("owner");
    const subject = await addMember(world, "admin", owner.organizationId);
    const { secret } = await tokenOf(world, subject, ["audit:read", "resources:read"]);
    expect((await authenticate(world.core, secret, "r"))?.scopes.has("audit:read")).toBe(true);
    await changeRole(world.core, owner.member, { userId: subject.userId, role: "viewer" });
    expect([...((await authenticate(world.core, secret, "r"))?.scopes ?? [])]).toEqual(["resources:read"]);
  });

  it("uses the role that the caller has now", async () => {
    const owner = await signed("owner");
    const admin = await signed("admin", owner.organizationId);
    const subject = await addMember(world, "viewer", owner.organizationId);
    await changeRole(world.core, owner.member, { userId: admin.userId, role: "viewer" });
    expect(await code(changeRole(world.core, admin.member, { userId: subject.userId, role: "admin" }))).toBe(
      "missing_scope",
    );
  });
});

describe("the last owner", () => {
  it("can neither leave, nor be removed, nor be demoted", async () => {
    const owner = await signed("owner");
    const { userId } = owner;
    await addMember(world, "admin", owner.organizationId);
    expect(await code(leaveOrganization(world.core, owner.member))).toBe("conflict");
    expect(await code(removeMember(world.core, owner.member, { userId }))).toBe("conflict");
    expect(await code(changeRole(world.core, owner.member, { userId, role: "admin" }))).toBe("conflict");
    expect(await roleOf(owner)).toBe("owner");
  });

  it.each<[string, (one: Signed, two: Signed) => [Promise<unknown>, Promise<unknown>]]>([
    ["leave", (one, two) => [leaveOrganization(world.core, one.member), leaveOrganization(world.core, two.member)]],
    [
      "remove each other",
      (one, two) => [
        removeMember(world.core, one.member, { userId: two.userId }),
        removeMember(world.core, two.member, { userId: one.userId }),
      ],
    ],
    [
      "demote each other",
      (one, two) => [
        changeRole(world.core, one.member, { userId: two.userId, role: "viewer" }),
        changeRole(world.core, two.member, { userId: one.userId, role: "viewer" }),
      ],
    ],
    [
      "leave and demote oneself",
      (one, two) => [
        leaveOrganization(world.core, one.member),
        changeRole(world.core, two.member, { userId: two.userId, role: "viewer" }),
      ],
    ],
  ])("is left when two owners %s at the same moment", async (_what, both) => {
    for (let round = 0; round < 5; round++) {
      const one = await signed("owner");
      const two = await signed("owner", one.organizationId);
      const outcomes = await Promise.all(both(one, two).map(code));
      expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
      const owners = `organization_id = '${one.organizationId}' AND role = 'owner'`;
      expect(await world.count("memberships", owners)).toBe(1);
    }
  });
});

describe("removeMember and leaveOrganization", () => {
  it("end tokens and invitations of the member, and the login falls back", async () => {
    const owner = await signed("owner");
    const admin = await signed("admin", owner.organizationId);
    const elsewhere = await createOrganization(world.core, await whoIs(world.core, admin.secret), { name: "Zebra" });
    const { secret } = await tokenOf(world, admin);
    const { token } = await createInvitation(world.core, admin.member, { role: "admin" });
    const kept = await createInvitation(world.core, owner.member, { role: "admin" });
    expect(await authenticate(world.core, secret, "r")).not.toBeNull();
    await withReplica(world, async (replica) => {
      expect(await authenticate(replica, secret, "r")).not.toBeNull();
      await removeMember(world.core, owner.member, { userId: admin.userId });
      expect(await authenticate(world.core, secret, "r")).toBeNull();
      await vi.waitFor(async () => expect(await authenticate(replica, secret, "r")).toBeNull(), { timeout: 120_000 });
      expect((await authenticateLogin(replica, admin.secret, "r"))?.lastOrganization?.id).toBe(elsewhere.id);
    });
    expect(await code(getInvitation(world.core, token))).toBe("not_found");
    expect(await code(getInvitation(world.core, kept.token))).toBe("done");
    expect(await audited("member.remove", admin.userId)).toBe(1);
    expect(await code(listMembersAgain(admin))).toBe("missing");
  });

  it("let admins remove all but owners, and others nobody but themselves", async () => {
    const owner = await signed("owner");
    const admin = await signed("admin", owner.organizationId);
    const member = await signed("member", owner.organizationId);
    const remove = (by: Signed, who: Member) => code(removeMember(world.core, by.member, { userId: who.userId }));
    expect(await remove(admin, owner)).toBe("missing_scope");
    expect(await remove(member, admin)).toBe("missing_scope");
    expect(await remove(member, member)).toBe("missing_scope");
    await leaveOrganization(world.core, member.member);
    expect(await roleOf(member)).toBeUndefined();
    expect(await whoIs(world.core, member.secret)).toMatchObject({ organizations: [], lastOrganization: null });
    expect(await audited("member.leave", member.userId)).toBe(1);
    expect(await remove(admin, admin)).toBe("done");
  });

  it("do not find a member of another organization", async () => {
    const [owner, other] = [await signed("owner"), await signed("owner")];
    const input = { userId: other.userId };
    const outcomes = await Promise.all(
      [
        removeMember(world.core, owner.member, input),
        changeRole(world.core, owner.member, { ...input, role: "viewer" }),
        transferOwnership(world.core, owner.member, input),
        removeMember(world.core, owner.member, { userId: randomUUID() }),
        removeMember(world.core, owner.member, { userId: "x" }),
      ].map(code),
    );
    expect(new Set(outcomes)).toEqual(new Set(["not_found"]));
    expect(await roleOf(other)).toBe("owner");
  });
});

/** Lists members with a removed member's old context. */
async function listMembersAgain({ member, userId }: Signed): Promise<void> {
  const members = await listMembers(world.core, member);
  if (!members.some((found) => found.user_id === userId)) throw Object.assign(new Error(), { code: "missing" });
}

describe("transferOwnership", () => {
  it("makes the other an owner and oneself an admin, and revokes invitations of owners", async () => {
    const owner = await signed("owner");
    const heir = await signed("viewer", owner.organizationId);
    const [above, equal] = [
      await createInvitation(world.core, owner.member, { role: "owner" }),
      await createInvitation(world.core, owner.member, { role: "admin" }),
    ];
    expect(await code(transferOwnership(world.core, owner.member, { userId: owner.userId }))).toBe("conflict");
    const inCapitals = owner.userId.toUpperCase();
    expect(await code(transferOwnership(world.core, owner.member, { userId: inCapitals }))).toBe("conflict");
    expect(await roleOf(owner)).toBe("owner");
    await transferOwnership(world.core, owner.member, { userId: heir.userId });
    expect([await roleOf(owner), await roleOf(heir)]).toEqual(["admin", "owner"]);
    expect(await code(getInvitation(world.core, above.token))).toBe("not_found");
    expect(await code(getInvitation(world.core, equal.token))).toBe("done");
    expect(await code(transferOwnership(world.core, owner.member, { userId: heir.userId }))).toBe("missing_scope");
    expect(await audited("organization.transfer", heir.userId)).toBe(1);
  });
});

describe("listMembers", () => {
  it("shows everybody in the organization to everybody in it, and when they were seen there", async () => {
    const owner = await signed("owner");
    const viewer = await signed("viewer", owner.organizationId);
    const absent = await addMember(world, "member", owner.organizationId);
    const elsewhere = await createOrganization(world.core, await whoIs(world.core, viewer.secret), {
      name: "Aardvark",
    });
    await visitOrganization(world.core, await whoIs(world.core, viewer.secret), elsewhere.id);
    const members = await listMembers(world.core, viewer.member);
    const seen = Object.fromEntries(members.map(({ user_id, role, last_seen_at }) => [user_id, [role, last_seen_at]]));
    expect(seen).toEqual({
      [owner.userId]: ["owner", expect.stringMatching(/Z$/)],
      [viewer.userId]: ["viewer", null],
      [absent.userId]: ["member", null],
    });
  });
});

describe("organizations", () => {
  it("are created by any signed-in user, who owns them, and suggested once they have been viewed", async () => {
    const ann = await signed("viewer");
    const { id, slug } = await createOrganization(world.core, await whoIs(world.core, ann.secret), {
      name: " Zebra ",
    });
    const login = await whoIs(world.core, ann.secret);
    expect(login.organizations.map(({ name, role }) => `${name} ${role}`)).toEqual(["Acme viewer", "Zebra owner"]);
    expect(login.lastOrganization?.id).toBe(ann.organizationId);
    await visitOrganization(world.core, login, id);
    const zebra = { id, slug, name: "Zebra", role: "owner", rateLimit: null, quotas: {} };
    expect((await whoIs(world.core, ann.secret)).lastOrganization).toEqual(zebra);
    expect((await signIn(world, ann.userId)).login.lastOrganization).toEqual(zebra);
    expect(await audited("organization.create", id)).toBe(1);
    await expect(createOrganization(world.core, login, { name: "" })).rejects.toMatchObject({
      issues: [{ loc: ["name"] }],
    });
  });

  it("are at most 100 per owner, except for operators: each of the owner's requests reads all of them", async () => {
    const ann = await signed("viewer");
    await world.pool.query(
      `WITH made AS (INSERT INTO organizations (id, name) SELECT gen_random_uuid(), 'Many' FROM generate_series(1, 100) RETURNING id)
       INSERT INTO memberships (organization_id, user_id, role) SELECT id, $1, 'owner' FROM made`,
      [ann.userId],
    );
    const create = async () =>
      code(createOrganization(world.core, await whoIs(world.core, ann.secret), { name: "More" }));
    expect(await create()).toBe("conflict");
    await world.pool.query("UPDATE users SET operator = true WHERE id = $1", [ann.userId]);
    expect(await create()).toBe("done");
  });

  it("of others are not suggested", async () => {
    const [ann, ben] = [await signed("owner"), await signed("owner")];
    const login = await whoIs(world.core, ann.secret);
    for (const id of [ben.organizationId, randomUUID()]) await visitOrganization(world.core, login, id);
    expect((await whoIs(world.core, ann.secret)).lastOrganization?.id).toBe(ann.organizationId);
    expect((await signIn(world, ann.userId)).login.lastOrganization?.id).toBe(ann.organizationId);
  });

  it("are renamed only by owners, and programs see the name at once", async () => {
    const owner = await signed("owner");
    const admin = await signed("admin", owner.organizationId);
    const { secret } = await tokenOf(world, admin);
    expect(await code(renameOrganization(world.core, admin.member, { name: "Mine" }))).toBe("missing_scope");
    await authenticate(world.core, secret, "r");
    await renameOrganization(world.core, owner.member, { name: "Ours" });
    expect(await authenticate(world.core, secret, "r")).toMatchObject({ organizationName: "Ours" });
    expect(await audited("organization.rename", owner.organizationId)).toBe(1);
  });
});
