import { hash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Login } from "../../src/foundation/callers/index.ts";
import {
  authenticate,
  createLoginCode,
  exchangeLoginCode,
  issueSessionToken,
} from "../../src/identity/access/index.ts";
import {
  authenticateLogin,
  changePassword,
  endEverywhere,
  startLogin,
  updateProfile,
  verifyCredentials,
} from "../../src/identity/accounts/index.ts";
import { anotherAddress, CLIENT, givePassword, PASSWORD, signIn, whoIs } from "../support/login.ts";
import { addMember, type Member, tokenOf } from "../support/member.ts";
import { createWorld, type World } from "../support/world.ts";

const NEXT = "another horse battery";

let world: World;
let ann: Member;

beforeAll(async () => {
  world = await createWorld();
});

beforeEach(async () => {
  ann = await addMember(world, "owner");
  await givePassword(world, ann.userId);
});

afterAll(() => world.close());

const credentials = (email: string, password: string) =>
  verifyCredentials(world.core, { email, password }, { address: anotherAddress() });

describe("changePassword", () => {
  it("ends all other logins and sessions, and keeps this login and API tokens", async () => {
    const [here, there] = [await signIn(world, ann.userId), await signIn(world, ann.userId)];
    const session = await issueSessionToken(world.core, ann);
    const token = await tokenOf(world, ann);
    await changePassword(world.core, here.login, { current: PASSWORD, next: NEXT });
    expect(await authenticateLogin(world.core, here.secret, "r")).not.toBeNull();
    expect(await authenticateLogin(world.core, there.secret, "r")).toBeNull();
    expect(await authenticate(world.core, session.token, "r")).toBeNull();
    expect(await authenticate(world.core, token.secret, "r")).not.toBeNull();
    expect(await credentials(ann.email, NEXT)).not.toBeNull();
    expect(await credentials(ann.email, PASSWORD)).toBeNull();
    expect(await world.count("audit_entries", `action = 'account.password' AND target = '${ann.userId}'`)).toBe(1);
    expect(await world.tablesHolding(NEXT)).toEqual([]);
  });

  it("lets nobody in with the former password, even if it was checked a moment ago", async () => {
    const { login } = await signIn(world, ann.userId);
    const verified = await credentials(ann.email, PASSWORD);
    if (!verified) throw new Error("the password is wrong");
    await changePassword(world.core, login, { current: PASSWORD, next: NEXT });
    const late = startLogin(world.core, { ...verified, client: CLIENT });
    await expect(late).rejects.toMatchObject({ code: "not_authenticated" });
  });

  it("is refused to the slower of two who know the password: it would undo the other one's change", async () => {
    const [here, there] = [await signIn(world, ann.userId), await signIn(world, ann.userId)];
    const changes = [`${NEXT} 1`, `${NEXT} 2`].map((next, index) =>
      changePassword(world.core, (index === 0 ? here : there).login, { current: PASSWORD, next }),
    );
    const results = await Promise.allSettled(changes);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = results.find((result) => result.status === "rejected");
    expect(refused?.reason).toMatchObject({ issues: [{ loc: ["current"] }] });
  });

  it.each<[string, (login: Login) => Promise<void>]>([
    ["it", (login) => changePassword(world.core, login, { current: PASSWORD, next: NEXT })],
    ["signing out everywhere", (login) => endEverywhere(world.core, login)],
  ])("a code of a command's login that nobody has exchanged ends with %s", async (_what, end) => {
    const verifier = "v".repeat(43);
    const codeChallenge = hash("sha256", verifier, "base64url");
    const request = { name: "laptop", scopes: ["resources:read"] as const, codeChallenge };
    const { code } = await createLoginCode(world.core, ann.context, request);
    const { login } = await signIn(world, ann.userId);
    await end(login);
    const exchanged = exchangeLoginCode(world.core, { code, code_verifier: verifier }, "r");
    await expect(exchanged).rejects.toMatchObject({ code: "bad_request" });
  });

  it("follows the policy, and changes nothing otherwise", async () => {
    const { login } = await signIn(world, ann.userId);
    const change = (current: string, next: string) => changePassword(world.core, login, { current, next });
    for (const next of ["short", "password1234", ann.email]) {
      await expect(change(PASSWORD, next)).rejects.toMatchObject({ issues: [{ loc: ["next"] }] });
    }
    await expect(change("wrong", NEXT)).rejects.toMatchObject({ issues: [{ loc: ["current"] }] });
    expect(await credentials(ann.email, PASSWORD)).not.toBeNull();
  });

  it("is limited apart from signing in: neither uses up the other", async () => {
    const { login } = await signIn(world, ann.userId);
    const change = (current: string) => changePassword(world.core, login, { current, next: NEXT });
    for (let n = 0; n < 10; n++) await expect(change("wrong")).rejects.toMatchObject({ code: "validation_failed" });
    await expect(change(PASSWORD)).rejects.toMatchObject({ code: "rate_limited" });
    expect(await credentials(ann.email, PASSWORD)).not.toBeNull();
  });

  it("is limited by the browser: attempts in one do not lock the password out of another", async () => {
    const [here, there] = [(await signIn(world, ann.userId)).login, (await signIn(world, ann.userId)).login];
    const change = (login: typeof here, current: string) => changePassword(world.core, login, { current, next: NEXT });
    for (let n = 0; n < 10; n++)
      await expect(change(there, "wrong")).rejects.toMatchObject({ code: "validation_failed" });
    await expect(change(there, PASSWORD)).rejects.toMatchObject({ code: "rate_limited" });
    await change(here, PASSWORD);
  });

  it("is refused for an account without a password", async () => {
    const ben = await addMember(world, "member");
    const { login } = await signIn(world, ben.userId);
    await expect(changePassword(world.core, login, { current: PASSWORD, next: NEXT })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("updateProfile", () => {
  it("changes the name without the password, and lets another email wait with it", async () => {
    const { login, secret } = await signIn(world, ann.userId);
    const email = `new-${ann.email}`;
    await updateProfile(world.core, login, { name: " Ann " });
    expect(await whoIs(world.core, secret)).toMatchObject({ name: "Ann", email: ann.email });
    for (const password of [undefined, "wrong"]) {
      const update = updateProfile(world.core, login, { name: "Ann", email, password });
      await expect(update).rejects.toMatchObject({ issues: [{ loc: ["password"] }] });
    }
    const change = { name: "Ann", email: email.toUpperCase(), password: PASSWORD };
    expect(await updateProfile(world.core, login, change)).toEqual({ awaited: { email, by: "operator" } });
    expect(await whoIs(world.core, secret)).toMatchObject({ email: ann.email });
    expect(await credentials(email, PASSWORD)).toBeNull();
    expect(await credentials(ann.email, PASSWORD)).toMatchObject({ userId: ann.userId });
  });

  it("does not take another account's email", async () => {
    const { login } = await signIn(world, ann.userId);
    const ben = await addMember(world, "member");
    const update = updateProfile(world.core, login, { name: "Ann", email: ben.email, password: PASSWORD });
    await expect(update).rejects.toMatchObject({ code: "conflict" });
  });
});
