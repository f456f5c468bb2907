import { randomUUID } from "node:crypto";
import { proveEmail } from "@pragma/db/administration";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needsSetup, type OauthProfile, signInWithOAuth } from "../../src/identity/accounts/index.ts";
import { bootstrap } from "../../src/identity/bootstrap/index.ts";
import { acceptInvitation, createInvitation } from "../../src/identity/invitations/index.ts";
import { givePassword, memberOf, signIn } from "../support/login.ts";
import { addMember } from "../support/member.ts";
import { createWorld, type World } from "../support/world.ts";

const META = { correlationId: "request-1" };

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

afterAll(() => world.close());

const profile = (change: Partial<OauthProfile> = {}): OauthProfile => ({
  provider: "github",
  providerAccountId: randomUUID(),
  email: `${randomUUID()}@example.com`,
  emailVerified: true,
  name: "Ann",
  ...change,
});

const come = (given: OauthProfile) => signInWithOAuth(world.core, given, META);

/** A user who signs in with a password, and has confirmed their address. */
async function account() {
  const ann = await addMember(world, "owner");
  await givePassword(world, ann.userId);
  await proveEmail(world.core.db, ann.userId, ann.email);
  return ann;
}

async function invite(email?: string) {
  const owner = await addMember(world, "owner");
  const member = memberOf((await signIn(world, owner.userId)).login);
  const { token } = await createInvitation(world.core, member, { role: "member", ...(email ? { email } : {}) });
  return { token, owner };
}

describe("signInWithOAuth", () => {
  it("links an account by its verified email, audits it, and recognises it later by any email", async () => {
    const ann = await account();
    const given = profile({ email: ann.email.toUpperCase() });
    expect(await come(given)).toEqual({ userId: ann.userId });
    expect(await world.count("audit_entries", `action = 'account.link' AND target = '${ann.userId}'`)).toBe(1);
    expect(await come({ ...given, email: null, emailVerified: false })).toEqual({ userId: ann.userId });
    expect(await world.count("audit_entries", `action = 'account.link' AND target = '${ann.userId}'`)).toBe(1);
  });

  it("never links by an unverified email, nor creates an account from it", async () => {
    const ann = await account();
    const { token } = await invite();
    for (const given of [
      profile({ email: ann.email, emailVerified: false }),
      profile({ email: ann.email, emailVerified: false, invitation: token }),
      profile({ emailVerified: false, invitation: token }),
      profile({ email: null }),
      profile({ email: "" }),
    ]) {
      await expect(come(given)).rejects.toMatchObject({ code: "not_authenticated" });
    }
    expect(await world.count("oauth_accounts", `user_id = '${ann.userId}'`)).toBe(0);
  });

  it("asks unknown users for an invitation", async () => {
    await expect(come(profile())).rejects.toMatchObject({
      code: "not_authenticated",
      message: expect.stringContaining("ask for an invitation"),
    });
  });

  it("creates an account for a user whom an invitation names, or who has an open one", async () => {
    const named = profile();
    const first = await invite(named.email ?? undefined);
    const open = await invite();
    for (const [given, { owner }] of [
      [named, first],
      [profile({ invitation: open.token }), open],
    ] as const) {
      const { userId } = await come(given);
      const { login } = await signIn(world, userId);
      expect(login).toMatchObject({ email: given.email, emailProven: true, name: "Ann" });
      expect(memberOf(login)).toMatchObject({ organizationId: owner.organizationId, role: "member" });
    }
    await expect(come(profile({ invitation: open.token }))).rejects.toMatchObject({ code: "not_found" });
  });

  it("does not let one person use another's invitation", async () => {
    const { token } = await invite("somebody@example.com");
    await expect(come(profile({ invitation: token }))).rejects.toMatchObject({ code: "conflict" });
  });

  it("lets an existing account accept the invitation itself", async () => {
    const ann = await account();
    const { token, owner } = await invite();
    expect(await come(profile({ email: ann.email, invitation: token }))).toEqual({ userId: ann.userId });
    const { login } = await signIn(world, ann.userId);
    const joined = await acceptInvitation(world.core, token, { login }, META);
    expect(joined.organizationId).toBe(owner.organizationId);
  });

  it("creates one account when the same person signs in twice at once", async () => {
    const { token } = await invite();
    const given = profile({ invitation: token });
    const results = await Promise.allSettled([come(given), come(given), come(given)]);
    expect(results.some(({ status }) => status === "fulfilled")).toBe(true);
    expect(await world.count("users", `email = '${given.email}'`)).toBe(1);
    expect(await world.count("oauth_accounts", `provider_account_id = '${given.providerAccountId}'`)).toBe(1);
  });

  it("does not reach the placeholder of a first start", async () => {
    const other = await createWorld();
    await bootstrap(other.core, { bootstrapToken: "5f1c9a7e3b2d48066a90c1d2e3f4a5b6" });
    const given = profile({ email: "owner@pragma.local" });
    await expect(signInWithOAuth(other.core, given, META)).rejects.toMatchObject({ code: "not_authenticated" });
    expect(await needsSetup(other.core)).toBe(true);
    await other.close();
  });
});
