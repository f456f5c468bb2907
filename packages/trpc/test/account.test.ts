import { scopesOfRole } from "@pragma/contract";
import { authenticate, hashPassword } from "@pragma/core/access";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDashboard, type Dashboard } from "./support/dashboard.ts";

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await createDashboard();
});

afterAll(() => dashboard.close());

describe("account", () => {
  it("says who is signed in", async () => {
    const ann = await dashboard.person("member");
    expect(await (await ann.as()).account.me()).toEqual({
      userId: ann.userId,
      email: ann.email,
      emailProven: false,
      operator: false,
      mayCreateOrganizations: false,
      name: null,
      organizations: [
        {
          id: ann.organizationId,
          slug: expect.stringMatching(/^acme/),
          name: "Acme",
          role: "member",
          rateLimit: null,
          quotas: {},
        },
      ],
    });
    await dashboard.sql("DELETE FROM memberships WHERE user_id = $1", [ann.userId]);
    const alone = await ann.as(null);
    expect(await alone.account.me()).toMatchObject({ organizations: [] });
    await expect(alone.members.list()).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect((await ann.as()).account.sessionToken()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("is closed to users who are not signed in", async () => {
    const { account, organizations, members, invitations, operator, settings } = dashboard.nobody;
    const attempts = [
      () => account.me(),
      () => account.logins.list(),
      () => account.logins.endEverywhere(),
      () => account.sessionToken(),
      () => account.updateProfile({ name: "Ann" }),
      () => organizations.create({ name: "Acme" }),
      () => organizations.leave(),
      () => members.list(),
      () => invitations.list(),
      () => invitations.accept({ token: "x" }),
      () => settings.rateLimit(),
      () => account.email.awaited(),
      () => account.email.prove(),
      () => account.email.withdraw(),
      () => operator.accounts.list({}),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  it("says which field of a form is wrong", async () => {
    const ann = await dashboard.person("member");
    const { account } = await ann.as();
    await expect(account.updateProfile({ name: "Ann", email: "a@example.com" })).rejects.toMatchObject({
      code: "UNPROCESSABLE_CONTENT",
      cause: { code: "validation_failed", issues: [{ loc: ["password"] }] },
    });
    await expect(account.updateProfile({ name: "" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(account.changePassword({ current: "x", next: "password1234" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      message: expect.stringContaining("too easy to guess"),
    });
  });

  it("changes name and password", async () => {
    const ann = await dashboard.person("member");
    const [former, next] = ["correct horse battery", "another horse battery"];
    await dashboard.sql("UPDATE users SET password_hash = $2 WHERE id = $1", [ann.userId, await hashPassword(former)]);
    const { account } = await ann.as();
    await account.updateProfile({ name: "Ann" });
    await account.changePassword({ current: former, next });
    await expect(account.changePassword({ current: former, next })).rejects.toMatchObject({
      cause: { issues: [{ loc: ["current"] }] },
    });
    expect(await (await ann.as()).account.me()).toMatchObject({ name: "Ann" });
  });

  it("lists one's own logins and ends them, nobody else's", async () => {
    const [ann, ben] = [await dashboard.person("member"), await dashboard.person("member")];
    const [mine] = await (await ann.as()).account.logins.list();
    expect(mine).toMatchObject({ current: true, user_agent: "Firefox" });
    const id = mine?.id as string;
    await expect((await ben.as()).account.logins.end({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await (await ann.as()).account.logins.end({ id });
    await expect((await ann.as()).account.me()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
    await (await ben.as()).account.logins.endEverywhere();
    await expect((await ben.as()).account.me()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });

  it("gives a token for the REST API that ends with the login", async () => {
    const ann = await dashboard.person("admin");
    const { token } = await (await ann.as()).account.sessionToken();
    expect(await authenticate(dashboard.core, token, "r")).toMatchObject({
      userId: ann.userId,
      organizationId: ann.organizationId,
      scopes: new Set(scopesOfRole("admin")),
    });
    await (await ann.as()).account.logins.endEverywhere();
    expect(await authenticate(dashboard.core, token, "r")).toBeNull();
  });

  it("reveals no secret of a login", async () => {
    const ann = await dashboard.person("owner");
    const caller = await ann.as();
    const shown = JSON.stringify([await caller.account.me(), await caller.account.logins.list()]);
    expect(shown).not.toContain(ann.secret);
    expect(shown).not.toContain("hash");
  });
});

describe("settings", () => {
  it("show the rate limit, and count against it like every call", async () => {
    const ann = await dashboard.person("viewer");
    for (let count = 0; count < 2; count++) {
      expect(await (await ann.as()).settings.rateLimit()).toEqual({
        limit: 6000,
        // The first slice, which lasts for many more calls.
        remaining: 5700,
        reset_seconds: expect.any(Number),
        window_seconds: 60,
      });
    }
  });
});
