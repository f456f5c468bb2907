import { SCOPES } from "@pragma/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { authenticate, createToken, revokeToken, verifyPassword } from "../../src/identity/access/index.ts";
import { BootstrapError, bootstrap } from "../../src/identity/bootstrap/index.ts";
import { addMember } from "../support/member.ts";
import { withReplica } from "../support/replica.ts";
import { createWorld, type World } from "../support/world.ts";

const EMAIL = "Owner@Example.com";
const PASSWORD = "correct horse battery";
const TOKEN = "5f1c9a7e3b2d48066a90c1d2e3f4a5b6";
const OTHER_TOKEN = "9b8a7c6d5e4f30215f1c9a7e3b2d4806";

let world: World;

beforeEach(async () => {
  world = await createWorld();
});

afterEach(() => world.close());

const start = (change: object = {}) =>
  bootstrap(world.core, { adminEmail: EMAIL, adminPassword: PASSWORD, bootstrapToken: TOKEN, ...change });

async function passwordIs(password: string): Promise<boolean> {
  const { rows } = await world.pool.query<{ password_hash: string }>("SELECT password_hash FROM users");
  return verifyPassword(rows[0]?.password_hash ?? null, password);
}

describe("bootstrap", () => {
  it("creates the owner, the organization and a token with all rights", async () => {
    expect(await start()).toEqual({ created: true, tokenAdded: true });
    const context = await authenticate(world.core, TOKEN, "request-1");
    expect(context).toMatchObject({ email: "owner@example.com", organizationName: "Default", scopes: new Set(SCOPES) });
    expect(await passwordIs(PASSWORD)).toBe(true);
    expect(await world.tablesHolding(TOKEN)).toEqual([]);
    expect(await world.tablesHolding(PASSWORD)).toEqual([]);
    expect(await world.count("audit_entries")).toBe(2);
  });

  it("does nothing without input, and nothing at the second start", async () => {
    expect(await bootstrap(world.core, {})).toEqual({ created: false, tokenAdded: false });
    expect(await world.count("users")).toBe(0);
    await start();
    expect(await start()).toEqual({ created: false, tokenAdded: false });
    expect(await world.count("audit_entries")).toBe(2);
  });

  it("happens once when processes start at once", async () => {
    await withReplica(world, async (replica) => {
      const input = { adminEmail: EMAIL, adminPassword: PASSWORD, bootstrapToken: TOKEN };
      const results = await Promise.all([0, 1, 2, 3].map((n) => bootstrap(n % 2 ? replica : world.core, input)));
      expect(results.filter(({ created }) => created)).toHaveLength(1);
      expect(results.filter(({ tokenAdded }) => tokenAdded)).toHaveLength(1);
    });
    expect([await world.count("users"), await world.count("organizations"), await world.count("api_tokens")]).toEqual([
      1, 1, 1,
    ]);
  });

  it("leaves a password that was changed, and everything else that exists", async () => {
    await start();
    expect(await start({ adminPassword: "another password" })).toEqual({ created: false, tokenAdded: false });
    expect(await passwordIs(PASSWORD)).toBe(true);
    const result = await start({ adminEmail: "second@example.com", bootstrapToken: OTHER_TOKEN });
    expect(result).toMatchObject({ created: false, tokenAdded: false, warning: expect.stringContaining("second@") });
    expect(await world.count("users")).toBe(1);
  });

  it("replaces the token by another value, and keeps a revoked one revoked", async () => {
    await start();
    const who = async (token: string) => await authenticate(world.core, token, "request-1");
    expect(await start({ bootstrapToken: OTHER_TOKEN })).toEqual({ created: false, tokenAdded: true });
    expect(await who(TOKEN)).toBeNull();
    const context = await who(OTHER_TOKEN);
    if (!context) throw new Error("the second token is not known");
    await revokeToken(world.core, context, context.tokenId);
    expect(await start({ bootstrapToken: OTHER_TOKEN })).toEqual({ created: false, tokenAdded: false });
    await vi.waitFor(async () => expect(await who(OTHER_TOKEN)).toBeNull(), { timeout: 120_000 });
    await start();
    expect(await who(TOKEN)).not.toBeNull();
  });

  it("does not take a value that is already another token", async () => {
    await start({ bootstrapToken: undefined });
    const owner = await addMember(world, "owner");
    const { token } = await createToken(world.core, owner.context, { name: "x", scopes: ["resources:read"] });
    expect(await start({ bootstrapToken: token })).toEqual({ created: false, tokenAdded: false });
    expect(await authenticate(world.core, token, "r")).toMatchObject({ userId: owner.userId });
  });

  it.each([
    [{ adminEmail: undefined }, /PRAGMA_ADMIN_EMAIL is missing/],
    [{ adminPassword: "" }, /PRAGMA_ADMIN_PASSWORD is missing/],
    [{ adminEmail: "nobody" }, /PRAGMA_ADMIN_EMAIL is not an email/],
    [{ adminPassword: "short" }, /PRAGMA_ADMIN_PASSWORD must have/],
    [{ adminPassword: "é".repeat(513) }, /PRAGMA_ADMIN_PASSWORD must have/],
    [
      { adminEmail: undefined, adminPassword: undefined, bootstrapToken: "short" },
      /PRAGMA_BOOTSTRAP_TOKEN is too weak/,
    ],
    [{ bootstrapToken: "short-but-unique" }, /PRAGMA_BOOTSTRAP_TOKEN is too weak/],
    [{ bootstrapToken: "abc".repeat(20) }, /PRAGMA_BOOTSTRAP_TOKEN is too weak/],
    [{ bootstrapToken: `${TOKEN} ${TOKEN}` }, /visible ASCII/],
    [{ bootstrapToken: "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl" }, /JWT/],
  ])("refuses %o and writes nothing", async (change, message) => {
    const failure = start(change);
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toBeInstanceOf(BootstrapError);
    expect(await world.count("users")).toBe(0);
  });
});
