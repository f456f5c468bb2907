import { randomUUID } from "node:crypto";
import { ROLES, type Role, roleAtLeast } from "@pragma/contract";
import { Core } from "@pragma/core";
import { authenticateLogin, startLogin } from "@pragma/core/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appRouter, createCaller } from "../src/index.ts";
import { createDashboard, type Dashboard } from "./support/dashboard.ts";
import { formOf } from "./support/form-of.ts";

/** Callers: nobody, somebody in no organization, a member of each role, an operator who is a viewer. */
const CALLERS = ["nobody", "homeless", ...ROLES, "operator"] as const;
type CallerKind = (typeof CALLERS)[number];

/** Whom a procedure is for: everybody, who is signed in, members of at least a role, operators. */
type Least = "everybody" | "login" | Role | "operator";

/** By the roles and scopes of the contract, and not taken from the procedures, with something that each would take. */
const PROCEDURES: Readonly<Record<string, readonly [Least, (() => unknown)?]>> = {
  "account.me": ["login"],
  "account.updateProfile": ["login", () => ({ name: "Ada" })],
  "account.email.awaited": ["login"],
  "account.email.prove": ["login"],
  "account.email.withdraw": ["login"],
  "account.changePassword": ["login", () => ({ current: "wrong", next: "a long new password" })],
  "account.logins.list": ["login"],
  "account.logins.end": ["login", () => ({ id: randomUUID() })],
  "account.logins.endEverywhere": ["login"],
  "account.sessionToken": ["viewer"],
  "audit.list": ["admin", () => ({})],
  "changes.list": ["viewer", () => ({})],
  "changes.get": ["viewer", () => ({ id: randomUUID() })],
  "changes.named": ["viewer", () => ({ id: randomUUID() })],
  "changes.openPlans": ["viewer"],
  "changes.timeline": ["viewer", () => ({ id: randomUUID() })],
  "changes.graph": ["viewer", () => ({ id: randomUUID() })],
  "changes.actions": ["viewer", () => ({ id: randomUUID() })],
  "changes.plan": ["member", () => ({ documents: [CONFIG] })],
  "changes.planEdit": ["member", () => ({ resources: ["a/b/c"], add_tags: ["x"] })],
  "changes.previewEdit": ["member", () => ({ resources: ["a/b/c"], add_tags: ["x"] })],
  "changes.planDeletion": ["member", () => ({ filter: { q: "nothing" } })],
  "changes.previewDeletion": ["member", () => ({ filter: { q: "nothing" } })],
  "changes.applyPlan": ["member", () => ({ id: randomUUID() })],
  "changes.discard": ["member", () => ({ id: randomUUID() })],
  "changes.end": ["member", () => ({ id: randomUUID() })],
  "changes.preview": ["member", () => ({ delete: [{ resource: "pragma/config/a" }] })],
  "changes.previewRevert": ["member", () => ({ id: randomUUID() })],
  "changes.revert": ["member", () => ({ id: randomUUID() })],
  "changes.rollBack": ["member", () => ({ id: "resource:pragma_config_absent", generation: 1 })],
  "changes.previewRollBack": ["member", () => ({ id: "resource:pragma_config_absent", generation: 1 })],
  "deadLetters.list": ["viewer", () => ({})],
  "deadLetters.groups": ["viewer", () => ({})],
  "deadLetters.count": ["viewer", () => undefined],
  "deadLetters.get": ["viewer", () => ({ eventId: randomUUID() })],
  "deadLetters.retry": ["member", () => ({ eventIds: [randomUUID()] })],
  "deadLetters.retryAll": ["member", () => ({})],
  "deadLetters.delete": ["member", () => ({ eventIds: [randomUUID()] })],
  "deadLetters.deleteAll": ["member", () => ({ all: true })],
  "invitations.list": ["admin"],
  "invitations.create": ["admin", () => ({ role: "viewer" })],
  "invitations.revoke": ["admin", () => ({ id: randomUUID() })],
  "invitations.get": ["everybody", () => ({ token: "unknown" })],
  "invitations.accept": ["login", () => ({ token: "unknown" })],
  "live.stream": ["viewer"],
  "members.list": ["viewer"],
  "members.changeRole": ["admin", () => ({ userId: randomUUID(), role: "viewer" })],
  "members.remove": ["admin", () => ({ userId: randomUUID() })],
  "members.transferOwnership": ["owner", () => ({ userId: randomUUID() })],
  "operator.accounts.list": ["operator", () => ({})],
  "operator.accounts.setOperator": ["operator", () => ({ userId: randomUUID(), operator: true })],
  "operator.emails.list": ["operator"],
  "operator.emails.confirm": ["operator", () => ({ userId: randomUUID(), email: "a@example.com" })],
  "operator.emails.refuse": ["operator", () => ({ userId: randomUUID(), email: "a@example.com" })],
  "operator.organizations.list": ["operator", () => ({})],
  "operator.organizations.limits": ["operator", () => ({ organizationId: randomUUID() })],
  "operator.organizations.setLimit": [
    "operator",
    () => ({ organizationId: randomUUID(), limit: "resources", value: 1 }),
  ],
  "operator.organizations.setPushGrant": ["operator", () => ({ organizationId: randomUUID(), mayPush: true })],
  // With this installation's setting, which is the default.
  "organizations.create": ["operator", () => ({ name: "Another" })],
  "organizations.changeSlug": ["owner", () => ({ slug: `other-${randomUUID().slice(0, 8)}` })],
  "organizations.rename": ["owner", () => ({ name: "Other" })],
  "organizations.leave": ["viewer"],
  "overview.counts": ["viewer"],
  "overview.activity": ["viewer", () => ({})],
  "overview.series": ["viewer", () => ({ hours: 24 })],
  "overview.queue": ["viewer"],
  "overview.attention": ["viewer"],
  "overview.checklist": ["viewer"],
  "providers.list": ["viewer"],
  "providers.types": ["viewer", () => ({ provider: "notes" })],
  "providers.builds": ["viewer", () => ({ provider_id: "notes" })],
  "providers.build": ["viewer", () => ({ provider_id: "notes", version: "1" })],
  "providers.buildLogs": ["viewer", () => ({ provider_id: "notes", version: "1" })],
  "providers.discover": ["member", () => ({ provider_id: "notes", type: "note" })],
  "providers.deployment": ["viewer", () => ({ provider_id: "notes" })],
  "providers.previewDeployment": ["admin", () => ({ provider_id: "notes" })],
  "providers.deploy": ["admin", () => ({ provider_id: "notes" })],
  "providers.delete": ["admin", () => ({ provider_id: "notes", cascade: true })],
  "resources.list": ["viewer", () => ({})],
  "resources.facets": ["viewer", () => ({})],
  "resources.groups": ["viewer", () => ({ by: "tag" })],
  "resources.rows": ["viewer", () => ({ keys: ["a/b/c"] })],
  "resources.get": ["viewer", () => ({ id: "pragma/config/a" })],
  "resources.status": ["viewer", () => ({ id: "pragma/config/a" })],
  "resources.types": ["viewer", () => ({})],
  "resources.capabilities": ["viewer", () => ({ provider: "notes", resource: "note" })],
  "resources.compare": ["viewer", () => ({ id: "pragma/config/a", from: 1, to: 1 })],
  "resources.history": ["viewer", () => ({ id: "pragma/config/a" })],
  "resources.neighbourHistory": [
    "viewer",
    () => ({ id: "pragma/config/a", first: "1", last: null, correlationId: "any" }),
  ],
  "resources.health": ["viewer", () => ({ id: "pragma/config/a" })],
  "resources.drift": ["viewer", () => ({ id: "pragma/config/a" })],
  "resources.logs": ["viewer", () => ({ id: "pragma/config/a" })],
  "resources.followLogs": ["viewer", () => ({ id: "pragma/config/a" })],
  "resources.explain": ["viewer", () => ({ id: "pragma/config/a" })],
  "resources.rootCause": ["viewer", () => ({ id: "pragma/config/a" })],
  "resources.blastRadius": ["viewer", () => ({ id: "pragma/config/a" })],
  "resources.relations": ["viewer", () => ({ id: "pragma/config/a" })],
  "resources.secretUsers": ["viewer", () => ({ id: "pragma/config/a" })],
  "resources.stagedChanges": ["viewer", () => ({ id: "pragma/config/a" })],
  "resources.graph": ["viewer", () => ({})],
  "resources.groupedGraph": ["viewer", () => ({ by: "tag" })],
  "resources.suggest": ["viewer", () => ({})],
  "files.limits": ["viewer"],
  "files.upload": ["member", () => formOf({ name: "a", file: new Blob(["x"]) })],
  "resources.suggestReferences": ["viewer", () => ({})],
  "resources.outputsOf": ["viewer", () => ({ key: "pragma/config/a" })],
  "resources.tags": ["viewer"],
  "resources.applyOne": ["member", () => ({ ...CONFIG })],
  "resources.preview": ["member", () => ({ ...CONFIG })],
  "resources.cancel": ["member", () => ({ id: "pragma/config/a" })],
  "resources.discard": ["member", () => ({ id: "pragma/config/a" })],
  "resources.reapply": ["member", () => ({ id: "pragma/config/a" })],
  "resources.checkDrift": ["member", () => ({ id: "pragma/config/a" })],
  "resources.retry": ["member", () => ({ id: "pragma/config/a" })],
  "resources.retryFailed": ["member", () => ({ filter: {} })],
  "resources.reveal": ["admin", () => ({ id: "pragma/config/a" })],
  "resources.revealDrift": ["admin", () => ({ id: "pragma/config/a" })],
  "resources.revealValue": ["admin", () => ({ id: "pragma/config/a", address: "config" })],
  "sets.list": ["viewer", () => ({})],
  "settings.get": ["viewer"],
  "settings.change": ["owner", () => ({ check_every: 600 })],
  "settings.limits": ["viewer"],
  "settings.rateLimit": ["viewer"],
  "views.list": ["viewer"],
  "views.save": ["viewer", () => ({ name: randomUUID(), query: "", shared: false })],
  "views.delete": ["viewer", () => ({ id: randomUUID() })],
  "tokens.list": ["member", () => ({})],
  "tokens.create": ["member", () => ({ name: "mine", scopes: ["resources:read"] })],
  "tokens.revoke": ["member", () => ({ id: randomUUID() })],
};

const CONFIG = { provider: "pragma", resource: "config", name: "made", config: { data: {} } };
const CLIENT = { address: "192.0.2.1", userAgent: null };

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await createDashboard();
});
afterAll(() => dashboard.close());

function isFor(least: Least, caller: CallerKind): boolean {
  if (least === "everybody") return true;
  if (caller === "nobody") return false;
  if (least === "login") return true;
  if (least === "operator") return caller === "operator";
  if (caller === "homeless") return false;
  return roleAtLeast(caller === "operator" ? "viewer" : caller, least);
}

/**
 * A new user each time: some procedures end their caller's login. On a page of their organization, if they have one.
 */
async function pageOf(kind: Exclude<CallerKind, "nobody">): Promise<{ secret: string; organizationId: string | null }> {
  if (kind === "homeless") {
    const userId = randomUUID();
    await dashboard.sql("INSERT INTO users (id, email) VALUES ($1, $2)", [userId, `${userId}@example.com`]);
    return { secret: (await startLogin(dashboard.core, { userId, client: CLIENT })).secret, organizationId: null };
  }
  const person = await dashboard.person(kind === "operator" ? "viewer" : kind);
  if (kind === "operator") await dashboard.sql("UPDATE users SET operator = true WHERE id = $1", [person.userId]);
  // Somebody else owns it too, so that the caller may leave.
  await dashboard.person("owner", person.organizationId);
  return person;
}

/** Calls a procedure. @returns the code of its refusal, or null */
async function call(kind: CallerKind, path: string, input: unknown): Promise<string | null> {
  const { core } = dashboard;
  const page = kind === "nobody" ? null : await pageOf(kind);
  const login = page && (await authenticateLogin(core, page.secret, "request-1"));
  if (page) expect(login).not.toBeNull();
  const end = new AbortController();
  let target: unknown = createCaller(
    { core, login, organizationId: page?.organizationId ?? null, correlationId: "request-1", client: CLIENT },
    { signal: end.signal },
  );
  for (const step of path.split(".")) target = (target as Record<string, unknown>)[step];
  try {
    await (target as (input: unknown) => Promise<unknown>)(input);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    end.abort();
  }
}

it("says of every procedure whom it is for", () => {
  expect(Object.keys(PROCEDURES).sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
});

describe.each(CALLERS)("%s", (kind) => {
  it.each(Object.entries(PROCEDURES))("calls %s if it is for them, and not otherwise", async (path, [least, input]) => {
    const code = await call(kind, path, input?.());
    const refused = kind === "nobody" ? "UNAUTHORIZED" : "FORBIDDEN";
    if (!isFor(least, kind)) expect(code).toBe(refused);
    else expect([null, "NOT_FOUND", "CONFLICT", "UNPROCESSABLE_CONTENT"]).toContain(code);
  });
});

describe("where anyone may create organizations", () => {
  it.each(CALLERS.filter((kind) => kind !== "nobody"))("%s does", async (kind) => {
    const { core } = dashboard;
    const { secret, organizationId } = await pageOf(kind);
    const login = await authenticateLogin(core, secret, "request-1");
    const settings = { ...core.services.settings, organizationCreation: "anyone" as const };
    const context = { core: Core.over({ ...core.services, settings }, core.db), login, organizationId };
    const caller = createCaller({ ...context, correlationId: "request-1", client: CLIENT });
    expect(await caller.organizations.create({ name: "Another" })).toMatchObject({ id: expect.any(String) });
  });
});

describe("an invitation for an address", () => {
  it.each([false, true])("is accepted by whoever has it, if it is proven (%s)", async (isProven) => {
    const [owner, guest] = [await dashboard.person("owner"), await dashboard.person("viewer")];
    const proven = isProven ? "now()" : "NULL";
    await dashboard.sql(`UPDATE users SET email_proven_at = ${proven} WHERE id = $1`, [guest.userId]);
    const link = await (await owner.as()).invitations.create({ role: "admin", email: guest.email });
    const accepting = (await guest.as()).invitations.accept({ token: link.token });
    if (isProven) await expect(accepting).resolves.toMatchObject({ organizationId: owner.organizationId });
    else await expect(accepting).rejects.toMatchObject({ code: "CONFLICT" });
  });
});
