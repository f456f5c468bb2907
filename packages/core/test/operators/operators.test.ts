import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Login } from "../../src/foundation/callers/index.ts";
import { Core } from "../../src/foundation/unit-of-work/core.ts";
import { requestEmail } from "../../src/identity/accounts/index.ts";
import { bootstrap } from "../../src/identity/bootstrap/index.ts";
import {
  confirmEmailOf,
  listAccounts,
  listAllOrganizations,
  listEmailsToConfirm,
  listLimits,
  refuseEmailOf,
  setLimit,
  setOperator,
  setPushGrant,
} from "../../src/identity/operators/index.ts";
import { createOrganization } from "../../src/identity/organizations/index.ts";
import { pushProvider } from "../../src/providers/index.ts";
import { inChunks, providerArchive } from "../support/archive.ts";
import { signIn, whoIs } from "../support/login.ts";
import { addMember, type Member } from "../support/member.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let root: { login: Login; secret: string };
let ann: Member;
let login: Login;

beforeAll(async () => {
  world = await createWorld();
});

beforeEach(async () => {
  await world.pool.query("UPDATE users SET operator = false");
  const first = await addMember(world, "owner");
  await world.pool.query("UPDATE users SET operator = true WHERE id = $1", [first.userId]);
  root = await signIn(world, first.userId);
  ann = await addMember(world, "owner");
  ({ login } = await signIn(world, ann.userId));
});

afterAll(() => world.close());

const annNow = async () => (await signIn(world, ann.userId)).login;
const somewhere = () => `${randomUUID()}@example.com`;

it("only an operator may do any of it", async () => {
  const { core } = world;
  for (const act of [
    () => listAccounts(core, login, ""),
    () => listAllOrganizations(core, login, ""),
    () => listEmailsToConfirm(core, login),
    () => confirmEmailOf(core, login, { userId: ann.userId, email: ann.email }),
    () => refuseEmailOf(core, login, { userId: ann.userId, email: ann.email }),
    () => setOperator(core, login, { userId: ann.userId, operator: true }),
    () => setPushGrant(core, login, { organizationId: ann.organizationId, mayPush: true }),
    () => listLimits(core, login, ann.organizationId),
    () => setLimit(core, login, { organizationId: ann.organizationId, limit: "members", value: 1 }),
  ]) {
    await expect(act()).rejects.toMatchObject({ code: "not_operator" });
  }
});

describe("creating organizations", () => {
  it("is for operators by default, and for all if the setting says so", async () => {
    await expect(createOrganization(world.core, login, { name: "Mine" })).rejects.toMatchObject({
      code: "not_operator",
    });
    await setOperator(world.core, root.login, { userId: ann.userId, operator: true });
    await createOrganization(world.core, await annNow(), { name: "Mine" });
    const settings = { ...world.core.services.settings, organizationCreation: "anyone" as const };
    const open = Core.over({ ...world.core.services, settings }, world.core.db);
    const ben = await signIn(world, (await addMember(world, "viewer")).userId);
    await createOrganization(open, ben.login, { name: "His" });
  });
});

describe("operators", () => {
  it("appoint and dismiss others, and the last one stays", async () => {
    await setOperator(world.core, root.login, { userId: ann.userId, operator: true });
    expect(await annNow()).toMatchObject({ operator: true });
    await setOperator(world.core, await annNow(), { userId: root.login.userId, operator: false });
    expect(await whoIs(world.core, root.secret)).toMatchObject({ operator: false });
    const self = setOperator(world.core, await annNow(), { userId: ann.userId, operator: false });
    await expect(self).rejects.toMatchObject({ code: "conflict" });
    expect(await world.count("audit_entries", `action = 'account.operator' AND target = '${ann.userId}'`)).toBe(1);
  });

  it("of two who dismiss each other at once, one stays", async () => {
    await setOperator(world.core, root.login, { userId: ann.userId, operator: true });
    const both = await annNow();
    await Promise.allSettled([
      setOperator(world.core, root.login, { userId: ann.userId, operator: false }),
      setOperator(world.core, both, { userId: root.login.userId, operator: false }),
    ]);
    expect(await world.count("users", "operator")).toBe(1);
  });

  it("find accounts and organizations by parts of their names", async () => {
    expect(await listAccounts(world.core, root.login, ann.email.toUpperCase())).toEqual([
      { id: ann.userId, email: ann.email, name: null, email_proven: false, operator: false },
    ]);
    await world.pool.query("UPDATE organizations SET name = $2 WHERE id = $1", [
      ann.organizationId,
      `Org ${ann.userId}`,
    ]);
    expect(await listAllOrganizations(world.core, root.login, `org ${ann.userId}`)).toEqual([
      { id: ann.organizationId, name: `Org ${ann.userId}`, owners: ann.email, may_push: false },
    ]);
    expect(await listAccounts(world.core, root.login, "%")).toEqual([]);
  });

  it("the owner of the first start is one", async () => {
    const other = await createWorld();
    await bootstrap(other.core, { adminEmail: "root@example.com", adminPassword: "correct horse battery" });
    expect(await other.count("users", "operator AND email_proven_at IS NOT NULL")).toBe(1);
    expect(await other.count("organizations", "may_push")).toBe(1);
    await other.close();
  });
});

describe("an address, without a mail server", () => {
  it("waits for an operator, who confirms what they have seen and nothing else", async () => {
    const email = somewhere();
    await requestEmail(world.core, login, email);
    const waiting = await listEmailsToConfirm(world.core, root.login);
    expect(waiting).toContainEqual(
      expect.objectContaining({ user_id: ann.userId, former_email: ann.email, email, mailed: false }),
    );
    const decide = (which: string) => confirmEmailOf(world.core, root.login, { userId: ann.userId, email: which });
    await expect(decide(somewhere())).rejects.toMatchObject({ code: "not_found" });
    await decide(email);
    expect(await annNow()).toMatchObject({ email, emailProven: true });
    await expect(decide(email)).rejects.toMatchObject({ code: "not_found" });
  });

  it("goes to one of several who wait for it, if confirmed at the same moment", async () => {
    const email = somewhere();
    const people = await Promise.all(Array.from({ length: 4 }, () => addMember(world, "viewer")));
    for (const { userId } of people) await requestEmail(world.core, (await signIn(world, userId)).login, email);
    const ends = await Promise.all(
      people.map(({ userId }) =>
        confirmEmailOf(world.core, root.login, { userId, email }).then(
          () => "done",
          (error: { code: string }) => error.code,
        ),
      ),
    );
    expect(ends.sort()).toEqual(["conflict", "conflict", "conflict", "done"]);
  });

  it("is refused, and the account keeps the one it has", async () => {
    const email = somewhere();
    await requestEmail(world.core, login, email);
    await refuseEmailOf(world.core, root.login, { userId: ann.userId, email });
    expect(await annNow()).toMatchObject({ email: ann.email, emailProven: false });
    expect(await world.count("email_confirmations", `user_id = '${ann.userId}'`)).toBe(0);
    expect(await world.count("audit_entries", `action = 'account.email' AND outcome = 'denied'`)).toBe(1);
  });
});

describe("pushing providers", () => {
  const push = async () =>
    pushProvider(world.core, ann.context, "acme", inChunks(await providerArchive("acme"))).then(
      ({ status }) => status,
      (error: { code?: string; message: string }) => error,
    );

  it("needs a grant for the organization, which operators give and take by name", async () => {
    const refused = await push();
    expect(refused).toMatchObject({ code: "push_not_granted", message: expect.stringContaining("May push providers") });
    expect(await world.count("provider_builds", `organization_id = '${ann.organizationId}'`)).toBe(0);
    await setPushGrant(world.core, root.login, { organizationId: ann.organizationId, mayPush: true });
    expect(await push()).toBe("pending");
    await setPushGrant(world.core, root.login, { organizationId: ann.organizationId, mayPush: false });
    expect(await push()).toMatchObject({ code: "push_not_granted" });
    const audited = `action = 'organization.push_grant' AND organization_id = '${ann.organizationId}'`;
    expect(await world.count("audit_entries", audited)).toBe(2);
  });

  it("is not part of a new organization", async () => {
    const { id } = await createOrganization(world.core, root.login, { name: "New" });
    expect(await world.count("organizations", `id = '${id}' AND NOT may_push`)).toBe(1);
  });
});
