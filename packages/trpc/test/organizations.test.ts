import { invitationPreviewSchema, invitationSchema, memberSchema } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createDashboard, type Dashboard } from "./support/dashboard.ts";

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await createDashboard();
});

afterAll(() => dashboard.close());

describe("organizations and members", () => {
  it("respect the roles", async () => {
    const owner = await dashboard.person("owner");
    const admin = await dashboard.person("admin", owner.organizationId);
    const member = await dashboard.person("member", owner.organizationId);
    const [byOwner, byAdmin, byMember] = [await owner.as(), await admin.as(), await member.as()];
    const { userId } = member;

    const members = z.array(memberSchema).parse(await byMember.members.list());
    expect(members.map(({ role }) => role).sort()).toEqual(["admin", "member", "owner"]);
    const denied = [
      () => byMember.members.changeRole({ userId, role: "admin" }),
      () => byMember.members.remove({ userId }),
      () => byMember.invitations.list(),
      () => byMember.invitations.create({ role: "viewer" }),
      () => byAdmin.members.changeRole({ userId, role: "owner" }),
      () => byAdmin.members.transferOwnership({ userId }),
      () => byAdmin.organizations.rename({ name: "Mine" }),
      () => byAdmin.organizations.changeSlug({ slug: "mine" }),
      () => byAdmin.invitations.create({ role: "owner" }),
    ];
    for (const attempt of denied) await expect(attempt()).rejects.toMatchObject({ code: "FORBIDDEN" });

    await byAdmin.members.changeRole({ userId, role: "viewer" });
    await byOwner.organizations.rename({ name: "Ours" });
    const renamed = { id: owner.organizationId, name: "Ours", role: "viewer" };
    expect((await (await member.as()).account.me()).organizations).toEqual([expect.objectContaining(renamed)]);
    await expect(byOwner.organizations.leave()).rejects.toMatchObject({ code: "CONFLICT" });
    await byOwner.members.transferOwnership({ userId: admin.userId });
    await (await owner.as()).organizations.leave();
    await (await admin.as()).members.remove({ userId });
    expect(await (await admin.as()).members.list()).toHaveLength(1);
  });

  it("of one organization are closed to another", async () => {
    const [ann, ben] = [await dashboard.person("owner"), await dashboard.person("owner")];
    const { userId } = ben;
    const caller = await ann.as();
    await expect(caller.members.remove({ userId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(caller.members.changeRole({ userId, role: "viewer" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const { id } = await (await ben.as()).invitations.create({ role: "viewer" });
    await expect(caller.invitations.revoke({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await caller.invitations.list()).toEqual([]);
  });

  it("have the slug that their owner gives them", async () => {
    const [ann, ben] = [await dashboard.person("owner"), await dashboard.person("owner")];
    await (await ann.as()).organizations.changeSlug({ slug: "anns" });
    expect((await (await ann.as()).account.me()).organizations).toMatchObject([{ slug: "anns" }]);
    const { organizations } = await ben.as();
    await expect(organizations.changeSlug({ slug: "anns" })).rejects.toMatchObject({ code: "CONFLICT" });
    for (const slug of ["a", "-a", "Anns", "a b", "ä-b", "a".repeat(40), ann.organizationId]) {
      await expect(organizations.changeSlug({ slug }), slug).rejects.toMatchObject({ code: "BAD_REQUEST" });
    }
  });

  it("are created by operators, and used by those who name them", async () => {
    const ann = await dashboard.person("viewer");
    const refused = (await ann.as()).organizations.create({ name: "Zebra" });
    await expect(refused).rejects.toMatchObject({ code: "FORBIDDEN", cause: { code: "not_operator" } });
    await dashboard.sql("UPDATE users SET operator = true WHERE id = $1", [ann.userId]);
    const { id, slug } = await (await ann.as()).organizations.create({ name: "Zebra" });
    expect(slug).toBe("zebra");
    await (await ann.as(id)).organizations.rename({ name: "Zebras" });
    await expect((await ann.as()).organizations.rename({ name: "Acmes" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const names = (await (await ann.as(null)).account.me()).organizations.map(({ name }) => name);
    expect(names).toEqual(["Acme", "Zebras"]);
  });
});

describe("invitations", () => {
  it("are shown to anyone with the link, and let a signed-in user join, once", async () => {
    const [ann, ben] = [await dashboard.person("owner"), await dashboard.person("viewer")];
    const { token, url } = await (await ann.as()).invitations.create({ role: "member" });
    expect(url.endsWith(token)).toBe(true);
    const listed = z.array(invitationSchema).parse(await (await ann.as()).invitations.list());
    expect(JSON.stringify(listed)).not.toContain(token);
    const preview = invitationPreviewSchema.parse(await dashboard.nobody.invitations.get({ token }));
    expect(preview).toMatchObject({ organization_name: "Acme", role: "member", inviter_name: ann.email });

    const joined = await (await ben.as()).invitations.accept({ token });
    expect(joined).toEqual({ userId: ben.userId, organizationId: ann.organizationId });
    for (const again of [dashboard.nobody.invitations.get, (await ben.as()).invitations.accept]) {
      await expect(again({ token })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(dashboard.nobody.invitations.get({ token: "x" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("are revoked", async () => {
    const ann = await dashboard.person("admin");
    const { id, token } = await (await ann.as()).invitations.create({ role: "admin", email: "ben@example.com" });
    await (await ann.as()).invitations.revoke({ id });
    await expect(dashboard.nobody.invitations.get({ token })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
