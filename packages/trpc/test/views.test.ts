import { MAX_VIEW_NAME, MAX_VIEWS_PER_PERSON } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, type World } from "../../core/test/support/world.ts";
import { join, refusal } from "./support/callers.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const FAILED = { name: "Failed", query: "state=failed", shared: false };

/** Members of one new organization. */
async function team() {
  const owner = await join(world, "owner");
  const others = async (role: "viewer" | "member" | "admin") => (await join(world, role, owner.organizationId)).caller;
  return {
    owner: owner.caller,
    admin: await others("admin"),
    member: await others("member"),
    viewer: await others("viewer"),
  };
}

describe("saved views", () => {
  it("are one's own until they are shared", async () => {
    const { member, viewer, admin } = await team();
    const mine = await viewer.views.save(FAILED);
    expect(mine).toMatchObject({ ...FAILED, own: true });
    expect(await member.views.list()).toEqual([]);
    expect(await refusal(viewer.views.save({ ...FAILED, name: "For all", shared: true }))).toMatchObject({
      domain: "missing_scope",
    });
    expect(await refusal(viewer.views.save({ ...FAILED, id: mine.id, shared: true }))).toMatchObject({
      domain: "missing_scope",
    });
    const theirs = await member.views.save({ ...FAILED, name: "A team's", shared: true });
    const seen = await viewer.views.list();
    expect(seen.map(({ name, own }) => [name, own])).toEqual([
      ["A team's", false],
      ["Failed", true],
    ]);
    for (const call of [viewer.views.delete({ id: theirs.id }), viewer.views.save({ ...FAILED, id: theirs.id })]) {
      expect(await refusal(call)).toMatchObject({ domain: "missing_scope" });
    }
    expect(await refusal(admin.views.delete({ id: mine.id }))).toMatchObject({ domain: "not_found" });
    await admin.views.save({ id: theirs.id, name: "Renamed", query: "q=x", shared: true });
    expect(await member.views.list()).toMatchObject([{ name: "Renamed", query: "q=x", own: true }]);
    await admin.views.delete({ id: theirs.id });
    expect(await member.views.list()).toEqual([]);
  });

  it("are changed by who shared them: somebody made a viewer since takes them back, and shares no more", async () => {
    const owner = await join(world, "owner");
    const { caller: former, userId } = await join(world, "member", owner.organizationId);
    const shared = await former.views.save({ ...FAILED, shared: true });
    const other = await former.views.save({ ...FAILED, name: "Other", shared: true });
    const { caller: viewer } = await join(world, "viewer", owner.organizationId);
    await expect(viewer.views.delete({ id: shared.id })).rejects.toThrow("shared this view: only they and admins");
    await world.pool.query("UPDATE memberships SET role = 'viewer' WHERE user_id = $1", [userId]);
    expect(await refusal(former.views.save({ ...FAILED, id: shared.id, query: "q=x", shared: true }))).toMatchObject({
      domain: "missing_scope",
    });
    expect(await former.views.save({ ...FAILED, id: shared.id })).toMatchObject({ shared: false });
    await former.views.delete({ id: other.id });
    expect(await viewer.views.list()).toEqual([]);
  });

  it("go with who leaves, but for those that the others use", async () => {
    const owner = await join(world, "owner");
    const { caller: former, userId } = await join(world, "member", owner.organizationId);
    const other = await join(world, "member");
    await former.views.save(FAILED);
    await former.views.save({ ...FAILED, name: "For all", shared: true });
    await other.caller.views.save(FAILED);
    await owner.caller.members.remove({ userId });
    const left = await world.pool.query("SELECT name FROM saved_views WHERE user_id = $1", [userId]);
    expect(left.rows).toEqual([{ name: "For all" }]);
    expect(await owner.caller.views.list()).toMatchObject([{ name: "For all", own: false }]);
    expect(await other.caller.views.list()).toHaveLength(1);
  });

  it("of who has left are the admin's who takes them back", async () => {
    const owner = await join(world, "owner");
    const { caller: former, userId } = await join(world, "member", owner.organizationId);
    const { caller: admin } = await join(world, "admin", owner.organizationId);
    const { id } = await former.views.save({ ...FAILED, shared: true });
    await owner.caller.members.remove({ userId });
    expect(await admin.views.save({ ...FAILED, id })).toMatchObject({ shared: false, own: true });
    expect(await owner.caller.views.list()).toEqual([]);
    expect(await admin.views.list()).toMatchObject([{ id }]);
    await admin.views.delete({ id });
  });

  it("are in the audit log once others see them", async () => {
    const { owner, member } = await team();
    const own = await member.views.save(FAILED);
    await member.views.save({ ...FAILED, id: own.id, query: "state=draft" });
    await member.views.save({ ...FAILED, id: own.id, shared: true });
    await member.views.save({ ...FAILED, id: own.id, name: "Failures", shared: true });
    await member.views.save({ ...FAILED, id: own.id });
    await member.views.delete({ id: own.id });
    const { items } = await owner.audit.list({ limit: 100 });
    const actions = items.map(({ action }) => action).filter((action) => action.startsWith("view."));
    expect(actions).toEqual(["view.unshare", "view.change", "view.share"]);
  });

  it("have names of their own and limits", async () => {
    const { member, viewer } = await team();
    await member.views.save(FAILED);
    expect(await refusal(member.views.save(FAILED))).toMatchObject({ domain: "validation_failed" });
    expect(await viewer.views.save(FAILED)).toMatchObject({ own: true });
    for (const name of [" ", "x".repeat(MAX_VIEW_NAME + 1)]) {
      expect(await refusal(member.views.save({ ...FAILED, name }))).toMatchObject({ code: "BAD_REQUEST" });
    }
    for (let count = 1; count < MAX_VIEWS_PER_PERSON; count++) {
      await member.views.save({ ...FAILED, name: `View ${count}` });
    }
    await expect(member.views.save({ ...FAILED, name: "One more" })).rejects.toThrow(/50 saved views/);
  });
});
