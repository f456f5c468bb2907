import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { signInWithOAuth, updateProfile } from "../../src/identity/accounts/index.ts";
import { acceptInvitation, createInvitation } from "../../src/identity/invitations/index.ts";
import { givePassword, memberOf, PASSWORD, signIn } from "../support/login.ts";
import { addMember } from "../support/member.ts";
import { createWorld, type World } from "../support/world.ts";

const META = { correlationId: "request-1" };

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

afterAll(() => world.close());

const somebody = () => `victim-${randomUUID()}@example.com`;

/** A user signs in elsewhere with their own address. @returns whose account they are in, or null */
async function arrive(email: string): Promise<string | null> {
  const profile = { provider: "oidc", providerAccountId: randomUUID(), email, emailVerified: true, name: "Victim" };
  return signInWithOAuth(world.core, profile, META).then(
    ({ userId }) => userId,
    () => null,
  );
}

async function invite(email?: string): Promise<string> {
  const owner = await addMember(world, "owner");
  const member = memberOf((await signIn(world, owner.userId)).login);
  return (await createInvitation(world.core, member, { role: "admin", ...(email ? { email } : {}) })).token;
}

async function mallory() {
  const { userId } = await addMember(world, "member");
  await givePassword(world, userId);
  return { userId, login: async () => (await signIn(world, userId)).login };
}

it("a user who enters somebody else's address does not get its owner's sign-in", async () => {
  const [email, { userId, login }] = [somebody(), await mallory()];
  await updateProfile(world.core, await login(), { name: "Mallory", email, password: PASSWORD });
  expect(await arrive(email)).not.toBe(userId);
  await invite(email);
  expect(await arrive(email)).not.toBe(userId);
  expect(await world.count("oauth_accounts", `user_id = '${userId}'`)).toBe(0);
});

it("nor do they join by an invitation for that address", async () => {
  const [email, { userId, login }] = [somebody(), await mallory()];
  const token = await invite(email);
  await updateProfile(world.core, await login(), { name: "Mallory", email, password: PASSWORD });
  await expect(acceptInvitation(world.core, token, { login: await login() }, META)).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await world.count("memberships", `user_id = '${userId}'`)).toBe(1);
});

it.each([
  ["an open invitation", false],
  ["an invitation for it that they made themselves", true],
])("nor by an account of that address, made with %s", async (_with, bound) => {
  const email = somebody();
  const newAccount = { email, name: "Mallory", password: PASSWORD };
  const { userId } = await acceptInvitation(world.core, await invite(bound ? email : undefined), { newAccount }, META);
  expect(await arrive(email)).not.toBe(userId);
  const { login } = await signIn(world, userId);
  await expect(acceptInvitation(world.core, await invite(email), { login }, META)).rejects.toMatchObject({
    code: "conflict",
  });
});
