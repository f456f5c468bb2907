import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appRouter } from "../src/index.ts";
import { createDashboard, type Dashboard, type Person } from "./support/dashboard.ts";

let dashboard: Dashboard;
let root: Person;

beforeAll(async () => {
  dashboard = await createDashboard();
  root = await dashboard.person("viewer");
  await dashboard.sql("UPDATE users SET operator = true WHERE id = $1", [root.userId]);
});
afterAll(() => dashboard.close());

const ofOperators = Object.keys(appRouter._def.procedures).filter((path) => path.startsWith("operator."));

/** Something that each would take. */
const INPUTS: Record<string, unknown> = {
  "operator.accounts.list": {},
  "operator.accounts.setOperator": { userId: randomUUID(), operator: true },
  "operator.emails.list": undefined,
  "operator.emails.confirm": { userId: randomUUID(), email: "a@example.com" },
  "operator.emails.refuse": { userId: randomUUID(), email: "a@example.com" },
  "operator.organizations.list": {},
  "operator.organizations.setPushGrant": { organizationId: randomUUID(), mayPush: true },
  "operator.organizations.limits": { organizationId: randomUUID() },
  "operator.organizations.setLimit": { organizationId: randomUUID(), limit: "members", value: 1 },
};

async function call(caller: unknown, path: string): Promise<unknown> {
  let target = caller;
  for (const step of path.split(".")) target = (target as Record<string, unknown>)[step];
  return (target as (input: unknown) => Promise<unknown>)(INPUTS[path]);
}

describe("the installation", () => {
  it.each(ofOperators)("is closed to owners of an organization by %s", async (path) => {
    expect(Object.keys(INPUTS)).toContain(path);
    const owner = await dashboard.person("owner");
    await expect(call(await owner.as(), path)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("is shown whole to operators who have not searched yet, and in part to those who have", async () => {
    const [owner, by] = [await dashboard.person("owner"), await root.as()];
    const emails = async (input: { q?: string }) => (await by.operator.accounts.list(input)).map(({ email }) => email);
    for (const input of [{}, { q: "" }]) {
      expect(await emails(input)).toEqual(expect.arrayContaining([root.email, owner.email]));
      const organizations = await by.operator.organizations.list(input);
      expect(organizations.map(({ id }) => id)).toContain(owner.organizationId);
    }
    expect(await emails({ q: owner.email })).toEqual([owner.email]);
    await expect(emails({ q: "a\n" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  it("is managed by operators, whatever their role is", async () => {
    const [owner, by] = [await dashboard.person("owner"), await root.as()];
    await by.operator.organizations.setPushGrant({ organizationId: owner.organizationId, mayPush: true });
    const listed = await by.operator.organizations.list({ q: "acme" });
    expect(listed).toContainEqual({ id: owner.organizationId, name: "Acme", owners: owner.email, may_push: true });
    await (await owner.as()).account.email.prove();
    expect(await (await owner.as()).account.email.awaited()).toMatchObject({ email: owner.email, by: "operator" });
    await by.operator.emails.confirm({ userId: owner.userId, email: owner.email });
    expect(await (await owner.as()).account.me()).toMatchObject({ emailProven: true });
    const { organizationId } = owner;
    await by.operator.organizations.setLimit({ organizationId, limit: "tokens", value: 1 });
    const shown = { limit: "tokens", value: 1, standard: 10_000, raised: true, used: 0 };
    const { name, limits } = await by.operator.organizations.limits({ organizationId });
    expect({ name, tokens: limits.find(({ limit }) => limit === "tokens") }).toEqual({ name: "Acme", tokens: shown });
    expect(await (await owner.as()).settings.limits()).toContainEqual(shown);
    const token = { name: "ci", scopes: ["resources:read" as const] };
    await (await owner.as()).tokens.create(token);
    await expect((await owner.as()).tokens.create(token)).rejects.toMatchObject({
      code: "CONFLICT",
      cause: { code: "quota_exceeded", facts: { quota: "tokens", limit: 1, used: 1 } },
    });
    const set = (value: number) => by.operator.organizations.setLimit({ organizationId, limit: "requests", value });
    await expect(set(1e9 + 1)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await set(1e9);
    expect(await (await owner.as()).settings.rateLimit()).toMatchObject({ limit: 1e9 });
    await expect(call(by, "operator.organizations.limits")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(call(by, "operator.accounts.setOperator")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
