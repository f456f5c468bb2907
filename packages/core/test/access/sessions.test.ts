import { scopesOfRole } from "@pragma/contract";
import {
  type CryptoKey,
  decodeJwt,
  decodeProtectedHeader,
  generateKeyPair,
  importJWK,
  type JWK,
  jwtVerify,
  SignJWT,
} from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { SessionKeys } from "../../src/foundation/callers/index.ts";
import { authenticate, endAllSessions, endSession, issueSessionToken, jwks } from "../../src/identity/access/index.ts";
import { addMember } from "../support/member.ts";
import { withReplica } from "../support/replica.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

afterAll(() => world.close());

const who = async (bearer: string, core = world.core) => await authenticate(core, bearer, "request-1");

describe("session tokens", () => {
  it("verify by the published keys and carry all rights of the role", async () => {
    const member = await addMember(world, "member");
    const { token, expiresAt } = await issueSessionToken(world.core, member);
    const { keys } = await jwks(world.core);
    expect(JSON.stringify(keys)).not.toContain('"d"');
    const key = keys.find(({ kid }) => kid === decodeProtectedHeader(token).kid) as JWK;
    const { payload, protectedHeader } = await jwtVerify(token, await importJWK(key, "EdDSA"), { audience: "pragma" });
    expect(protectedHeader).toMatchObject({ alg: "EdDSA", typ: "JWT" });
    expect(payload).toMatchObject({ sub: member.userId, org: member.organizationId, iss: "http://localhost:8000" });
    expect((payload.exp as number) * 1000).toBe(Date.parse(expiresAt));
    const context = await who(token);
    expect(context).toMatchObject({ userId: member.userId, tokenId: `session:${payload.jti}`, email: member.email });
    expect(context?.actor).toEqual({ type: "user", id: member.userId, name: member.email });
    expect([...(context?.scopes ?? [])]).toEqual(scopesOfRole("member"));
  });

  it("are valid on another replica, whose first key is the same", async () => {
    const member = await addMember(world, "viewer");
    await withReplica(world, async (replica) => {
      const { token } = await issueSessionToken(replica, member);
      expect(await who(token)).toMatchObject({ userId: member.userId });
    });
    expect(await world.count("signing_keys")).toBe(1);
  });

  it("create one key when replicas need the first one at once", async () => {
    const other = await createWorld();
    const keys = Array.from({ length: 5 }, () => new SessionKeys(other.core.db, other.core.services.keyring));
    const kids = await Promise.all(keys.map(async (sessionKeys) => (await sessionKeys.signer()).kid));
    expect(new Set(kids).size).toBe(1);
    expect(await other.count("signing_keys")).toBe(1);
    await other.close();
  });

  it("are refused for strangers to the organization", async () => {
    const member = await addMember(world, "member");
    const other = await addMember(world, "member");
    const pair = { organizationId: other.organizationId, userId: member.userId };
    await expect(issueSessionToken(world.core, pair)).rejects.toMatchObject({ code: "not_found" });
  });

  it("cannot be forged", async () => {
    const member = await addMember(world, "viewer");
    const { token } = await issueSessionToken(world.core, member);
    const { kid } = decodeProtectedHeader(token);
    const claims = decodeJwt(token);
    const [head = "", body = "", signature = ""] = token.split(".");
    const stranger = await generateKeyPair("EdDSA", { crv: "Ed25519" });
    const sign = (key: CryptoKey | Uint8Array, header: { alg: string; kid?: string }) =>
      new SignJWT(claims).setProtectedHeader(header).sign(key);
    const none = Buffer.from(JSON.stringify({ alg: "none", kid })).toString("base64url");
    const altered = Buffer.from(JSON.stringify({ ...claims, sub: "x" })).toString("base64url");
    const forged = [
      `${head}.${altered}.${signature}`,
      `${none}.${body}.`,
      `${none}.${body}.${signature}`,
      await sign(stranger.privateKey, { alg: "EdDSA", kid: kid as string }),
      await sign(stranger.privateKey, { alg: "EdDSA", kid: "unknown" }),
      await sign(stranger.privateKey, { alg: "EdDSA" }),
      await sign(Buffer.from(JSON.stringify((await jwks(world.core)).keys[0])), { alg: "HS256", kid: kid as string }),
    ];
    for (const bearer of forged) expect(await who(bearer)).toBeNull();
    expect(await who(token)).not.toBeNull();
  });

  it("are bound to issuer, audience and time", async () => {
    const member = await addMember(world, "viewer");
    const claims = decodeJwt((await issueSessionToken(world.core, member)).token);
    const { kid, key } = await world.core.services.sessionKeys.signer();
    const sign = (change: object) =>
      new SignJWT({ ...claims, ...change }).setProtectedHeader({ alg: "EdDSA", kid }).sign(key);
    expect(await who(await sign({}))).not.toBeNull();
    const changes = [
      { iss: "https://other" },
      { aud: "other" },
      { exp: 1_700_000_000 },
      { jti: "1" },
      { org: undefined },
    ];
    for (const change of changes) expect(await who(await sign(change))).toBeNull();
  });

  it("end one by one, all of a user at once, and with the membership", async () => {
    const member = await addMember(world, "member");
    const issue = async () => (await issueSessionToken(world.core, member)).token;
    const [one, two] = [await issue(), await issue()];
    const context = await who(one);
    if (!context) throw new Error("not known");
    await endSession(world.core, context);
    expect(await who(one)).toBeNull();
    expect(await who(two)).not.toBeNull();

    await endAllSessions(world.core, member.userId);
    const three = await issue();
    await vi.waitFor(async () => expect(await who(two)).toBeNull(), { timeout: 120_000 });
    expect(await who(three)).not.toBeNull();

    await world.pool.query("DELETE FROM memberships WHERE user_id = $1", [member.userId]);
    await world.pool.query(
      "INSERT INTO memberships (organization_id, user_id, role, created_at) VALUES ($1, $2, 'member', now() + interval '1 second')",
      [member.organizationId, member.userId],
    );
    await vi.waitFor(async () => expect(await who(three)).toBeNull(), { timeout: 120_000 });
  });
});

describe("signing keys", () => {
  it("rotate: old tokens stay valid, new ones are signed with the new key", async () => {
    const member = await addMember(world, "member");
    const before = (await issueSessionToken(world.core, member)).token;
    await world.core.services.sessionKeys.rotate();
    const after = (await issueSessionToken(world.core, member)).token;
    expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid);
    expect(await who(before)).not.toBeNull();
    expect(await who(after)).not.toBeNull();
    await withReplica(world, async (replica) => expect(await who(after, replica)).not.toBeNull());
    expect((await jwks(world.core)).keys).toHaveLength(2);
  });

  it("are encrypted at rest", async () => {
    await world.core.services.sessionKeys.signer();
    const { rows } = await world.pool.query<{ private_jwk: object }>("SELECT private_jwk FROM signing_keys");
    for (const row of rows) expect(Object.keys(row.private_jwk)).toEqual(["$encrypted"]);
  });
});
