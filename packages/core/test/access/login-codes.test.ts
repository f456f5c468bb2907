import { hash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAudit } from "../../src/foundation/audit/index.ts";
import { authenticate, createLoginCode, exchangeLoginCode } from "../../src/identity/access/index.ts";
import { addMember, type Member } from "../support/member.ts";
import { createWorld, type World } from "../support/world.ts";

const VERIFIER = "correct-horse.battery_staple~correct-horse-1234";
const CHALLENGE = hash("sha256", VERIFIER, "base64url");

let world: World;
let member: Member;

beforeAll(async () => {
  world = await createWorld();
  member = await addMember(world, "member");
});

afterAll(() => world.close());

const newCode = async () =>
  (
    await createLoginCode(world.core, member.context, {
      name: "laptop",
      scopes: ["resources:read", "resources:write"],
      codeChallenge: CHALLENGE,
    })
  ).code;

const exchange = (code: string, verifier = VERIFIER) =>
  exchangeLoginCode(world.core, { code, code_verifier: verifier }, "request-9");

describe("exchangeLoginCode", () => {
  it("gives a named token for 30 days in exchange for code and verifier", async () => {
    const { token, expires_at } = await exchange(await newCode());
    const days = (Date.parse(expires_at as string) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    const context = await authenticate(world.core, token, "request-1");
    expect(context).toMatchObject({
      userId: member.userId,
      scopes: new Set(["resources:read", "resources:write", "changes:plan"]),
    });
    expect(context?.actor.name).toBe("laptop");
    const target = context?.tokenId;
    const { entries } = await listAudit(world.core, member.context, { target }, { limit: 5 });
    expect(entries).toMatchObject([{ action: "token.create", correlation_id: "request-9" }]);
  });

  it("takes a code once, even from many at once", async () => {
    const code = await newCode();
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => exchange(code)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(exchange(code)).rejects.toMatchObject({ code: "bad_request" });
  });

  it.each([
    ["the verifier", VERIFIER],
    ["another verifier", `${VERIFIER}x`],
  ])("revokes the token of a code that comes again, with %s, and audits it once", async (_with, verifier) => {
    const code = await newCode();
    const { token } = await exchange(code);
    const target = (await authenticate(world.core, token, "request-1"))?.tokenId;
    for (let n = 0; n < 2; n++) await expect(exchange(code, verifier)).rejects.toMatchObject({ code: "bad_request" });
    expect(await authenticate(world.core, token, "request-1")).toBeNull();
    const { entries } = await listAudit(world.core, member.context, { target, action: "token.revoke" }, { limit: 5 });
    expect(entries).toMatchObject([
      { actor: { type: "system" }, correlation_id: "request-9", details: { by: "replay" } },
    ]);
  });

  it("leaves no token of many that use one code at once", async () => {
    const code = await newCode();
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => exchange(code)));
    const given = results.flatMap((result) => (result.status === "fulfilled" ? [result.value.token] : []));
    expect(given).toHaveLength(1);
    expect(await authenticate(world.core, given[0] ?? "", "request-1")).toBeNull();
  });

  it("uses the code up with a wrong verifier", async () => {
    const code = await newCode();
    await expect(exchange(code, `${VERIFIER}x`)).rejects.toMatchObject({ code: "bad_request" });
    await expect(exchange(code)).rejects.toMatchObject({ code: "bad_request" });
  });

  it("refuses codes that are unknown, expired, or of a user who left", async () => {
    await expect(exchange("unknown")).rejects.toMatchObject({ code: "bad_request" });
    const old = await newCode();
    await world.pool.query("UPDATE login_codes SET expires_at = now() - interval '1 second' WHERE used_at IS NULL");
    await expect(exchange(old)).rejects.toMatchObject({ code: "bad_request" });
    const guest = await addMember(world, "viewer");
    const request = { name: "x", scopes: ["resources:read" as const], codeChallenge: CHALLENGE };
    const { code } = await createLoginCode(world.core, guest.context, request);
    await world.pool.query("DELETE FROM memberships WHERE user_id = $1", [guest.userId]);
    await expect(exchange(code)).rejects.toMatchObject({ code: "bad_request" });
  });

  it("does not store the code", async () => {
    expect(await world.tablesHolding(await newCode())).toEqual([]);
  });
});

describe("createLoginCode", () => {
  it("is refused to a former member", async () => {
    const { context, userId } = await addMember(world, "member");
    await world.pool.query("DELETE FROM memberships WHERE user_id = $1", [userId]);
    const asked = createLoginCode(world.core, context, {
      name: "x",
      scopes: ["resources:read"],
      codeChallenge: CHALLENGE,
    });
    await expect(asked).rejects.toMatchObject({ code: "not_authenticated" });
  });

  it("refuses scopes that the user lacks, and anything but an S256 challenge", async () => {
    const ask = (scopes: ["audit:read"] | ["resources:read"], codeChallenge: string) =>
      createLoginCode(world.core, member.context, { name: "x", scopes, codeChallenge });
    await expect(ask(["audit:read"], CHALLENGE)).rejects.toMatchObject({ code: "missing_scope" });
    await expect(ask(["resources:read"], "plain")).rejects.toMatchObject({ code: "validation_failed" });
  });
});
