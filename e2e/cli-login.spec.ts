import { hash, randomBytes, randomUUID } from "node:crypto";
import { scopesOfRole } from "@pragma/contract";
import { type Account, addOrganization, createMemberAccount, createOwnerAccount } from "./support/accounts.ts";
import { Api } from "./support/api.ts";
import { type CallbackListener, listenForCallback } from "./support/callback-listener.ts";
import type { Platform } from "./support/platform.ts";
import { signIn, submitSignIn } from "./support/sign-in.ts";
import { test as base, expect } from "./support/test.ts";

const test = base.extend<{ listener: CallbackListener }>({
  listener: async ({ browserName: _ }, provide) => {
    const listener = await listenForCallback();
    await provide(listener);
    await listener.close();
  },
});

function consentPath(port: number, parameters: Record<string, string> = {}): string {
  const query = new URLSearchParams({ callback: `http://localhost:${port}/auth/callback`, ...parameters });
  return `/auth/callback?${query}`;
}

/** The query of the request that ended at the command line. */
async function answerOf({ request }: CallbackListener): Promise<URLSearchParams> {
  return new URL((await request).url ?? "", "http://localhost").searchParams;
}

/** Each kind of address is tested beside `parseCliCallback`; here, that the page asks it. */
const USUAL = "http://localhost.evil.example/";

for (const callback of [
  "http://evil.example/auth/callback",
  "https://localhost:8765/auth/callback",
  "http://localhost:8765@evil.example/",
  USUAL,
  "javascript:alert(1)",
  "",
]) {
  test(`refuses the callback ${JSON.stringify(callback)}`, {
    tag: callback === USUAL ? [] : "@thorough",
  }, async ({ page, signedIn: _ }) => {
    await page.goto(`/auth/callback?callback=${encodeURIComponent(callback)}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This request was refused");
    await expect(page.getByRole("button", { name: "Allow" })).toHaveCount(0);
  });
}

test("refuses half a PKCE request", async ({ page, signedIn: _ }) => {
  await page.goto(consentPath(8765, { state: "abc" }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This request was refused");
  await page.goto(consentPath(8765, { state: "abc", code_challenge: "x", code_challenge_method: "plain" }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This request was refused");
});

test("asks users who are not signed in to sign in first, and goes on from there", async ({ page, owner, listener }) => {
  await page.goto(consentPath(listener.port));
  await expect(page).toHaveURL(/\/login\?next=/);
  await submitSignIn(page, owner);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in to the command line?");
  await expect(page.getByText(`listening on port ${listener.port}`)).toBeVisible();
});

test("shows who asks for what, and offers a viewer no more than a viewer may do", async ({
  page,
  platform,
  owner,
  listener,
}) => {
  const viewer = await createMemberAccount(platform, owner, "viewer");
  await signIn(page, viewer);
  await page.goto(consentPath(listener.port));
  await expect(page.getByText(viewer.email)).toBeVisible();
  await expect(page.getByText(owner.organizationName)).toBeVisible();
  const scopes = page.getByRole("group", { name: "The token may" }).getByRole("checkbox");
  await expect(scopes).toHaveCount(scopesOfRole("viewer").length);
  for (const scope of scopesOfRole("viewer")) await expect(page.getByText(scope, { exact: true })).toBeVisible();
});

test("offers what the command asks for, or any part of it, and no more", async ({ page, signedIn: _, listener }) => {
  await page.goto(consentPath(listener.port, { scope: "resources:read resources:write ops:read unheard:of" }));
  const scopes = page.getByRole("group", { name: "The token may" }).getByRole("checkbox");
  await expect(scopes).toHaveCount(3);
  await page.getByRole("checkbox", { name: /resources:write/ }).uncheck();
  await page.getByRole("button", { name: "Allow" }).click();
  const api = new Api((await answerOf(listener)).get("token") ?? "");
  expect((await api.get("/resources/")).status).toBe(200);
  expect((await api.get("/audit")).status).toBe(403);
});

test("keeps what the command asks for while somebody signs in", async ({ page, owner, listener }) => {
  await page.goto(consentPath(listener.port, { scope: "resources:read" }));
  await submitSignIn(page, owner);
  await expect(page.getByRole("group", { name: "The token may" }).getByRole("checkbox")).toHaveCount(1);
});

test("refuses a command that asks for what the role does not allow", async ({ page, platform, owner }) => {
  await signIn(page, await createMemberAccount(platform, owner, "viewer"));
  await page.goto(consentPath(8765, { scope: "secrets:reveal" }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This request was refused");
});

test.describe("of two organizations", () => {
  const second = async (platform: Platform, owner: Account) => {
    const organization = { id: randomUUID(), name: `Second ${randomUUID().slice(0, 8)}`, ownerId: owner.userId };
    return { ...organization, slug: await addOrganization(platform, organization) };
  };
  const organizationOf = async (listener: CallbackListener): Promise<string> => {
    const api = new Api((await answerOf(listener)).get("token") ?? "");
    return (await (await api.get("/auth/me")).json()).organization_id;
  };

  test("offers the one that was viewed last", async ({ page, platform, owner, listener }) => {
    const { id, name, slug } = await second(platform, owner);
    await page.goto("/login");
    await submitSignIn(page, owner);
    await expect(page.getByRole("heading", { level: 1, name: "Which organization?" })).toBeVisible();
    await page.goto(`/o/${slug}`);
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    await page.goto(consentPath(listener.port));
    await expect(page.getByRole("paragraph").filter({ hasText: "asks for a token of" })).toContainText(name);
    await page.getByRole("button", { name: "Allow" }).click();
    expect(await organizationOf(listener)).toBe(id);
  });

  for (const by of ["id", "slug"] as const) {
    test(`offers the one that the command asks for by its ${by}, and lets one choose`, async ({
      page,
      platform,
      owner,
      listener,
    }) => {
      const other = await second(platform, owner);
      await page.goto(consentPath(listener.port, { organization: other[by], scope: "resources:read" }));
      await submitSignIn(page, owner);
      const asks = page.getByRole("paragraph").filter({ hasText: "asks for a token of" });
      await expect(asks).toContainText(other.name);
      await page.getByRole("link", { name: owner.organizationName }).click();
      await expect(asks).toContainText(owner.organizationName);
      await expect(page.getByRole("group", { name: "The token may" }).getByRole("checkbox")).toHaveCount(1);
      await page.getByRole("button", { name: "Allow" }).click();
      expect(await organizationOf(listener)).toBe(owner.organizationId);
    });
  }

  test("refuses one that the user is not in, and offers theirs", async ({
    page,
    platform,
    owner,
    listener,
    complaints,
  }) => {
    complaints.expect(/status of 403/);
    const stranger = await createOwnerAccount(platform, "Stranger");
    await signIn(page, owner);
    for (const organization of [stranger.organizationId, stranger.organizationSlug, randomUUID()]) {
      await page.goto(consentPath(listener.port, { organization }));
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("This request was refused");
      await expect(page.getByText(stranger.organizationName)).toHaveCount(0);
      await expect(page.getByRole("link", { name: owner.organizationName })).toBeVisible();
    }
    await page.goto(consentPath(listener.port));
    await page.locator("input[name=organization]").evaluate((input: HTMLInputElement, id) => {
      input.value = id;
    }, stranger.organizationId);
    await page.getByRole("button", { name: "Allow" }).click();
    await expect(page.getByText("You are not a member of this organization.")).toBeVisible();
  });
});

test("hands over nothing when denied", async ({ page, signedIn: _, listener }) => {
  await page.goto(consentPath(listener.port));
  await page.getByRole("button", { name: "Deny" }).click();
  const answer = await answerOf(listener);
  expect(Object.fromEntries(answer)).toEqual({ error: "access_denied" });
});

test("hands over a token that may do what was ticked and no more", async ({ page, signedIn: _, owner, listener }) => {
  await page.goto(consentPath(listener.port));
  await page.getByRole("checkbox", { name: /secrets:reveal/ }).uncheck();
  const redirect = page.waitForResponse((response) => response.url().endsWith("/auth/callback/consent"));
  await page.getByRole("button", { name: "Allow" }).click();
  // Neither the page at that URL nor any cache may learn the token in it.
  expect((await redirect).headers()).toMatchObject({ "referrer-policy": "no-referrer", "cache-control": "no-store" });
  await expect(page.getByText("You can close this window.")).toBeVisible();
  expect((await listener.request).headers.referer).toBeUndefined();

  const token = (await answerOf(listener)).get("token");
  expect(token).toMatch(/^pragma_/);
  const api = new Api(token ?? "");
  expect(await (await api.get("/auth/me")).json()).toMatchObject({ email: owner.email });
  await api.apply({ provider: "pragma", resource: "secret", name: "site", config: { data: { host: "shop.example" } } });
  expect((await api.resource("pragma/secret/site", "?reveal=true")).status).toBe(403);
});

test("reaches a command line that listens on IPv6 alone", async ({ page, signedIn: _ }) => {
  const listener = await listenForCallback("::1");
  await page.goto(consentPath(0, { callback: `http://[::1]:${listener.port}/auth/callback` }));
  await page.getByRole("button", { name: "Allow" }).click();
  expect((await answerOf(listener)).get("token")).toMatch(/^pragma_/);
  await listener.close();
});

test("with PKCE, hands over a code that only its sender can exchange, once", async ({
  page,
  signedIn: _,
  owner,
  stack,
  listener,
}) => {
  const verifier = randomBytes(32).toString("base64url");
  const challenge = hash("sha256", verifier, "base64url");
  await page.goto(
    consentPath(listener.port, { state: "s t&ate", code_challenge: challenge, code_challenge_method: "S256" }),
  );
  await page.getByRole("button", { name: "Allow" }).click();
  const answer = await answerOf(listener);
  expect(answer.get("state")).toBe("s t&ate");
  expect(answer.has("token")).toBe(false);

  const exchange = (code_verifier: string): Promise<Response> =>
    fetch(`${stack.apiUrl}/auth/exchange`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code: answer.get("code"), code_verifier }),
    });
  const { token } = (await (await exchange(verifier)).json()) as { token: string };
  const me = await fetch(`${stack.apiUrl}/auth/me`, { headers: { Authorization: `Bearer ${token}` } });
  expect(await me.json()).toMatchObject({ email: owner.email });
  expect((await exchange(verifier)).status).toBe(400);
});

test("with PKCE, a wrong verifier uses the code up", async ({ page, signedIn: _, stack, listener }) => {
  const verifier = randomBytes(32).toString("base64url");
  await page.goto(
    consentPath(listener.port, { state: "state", code_challenge: hash("sha256", verifier, "base64url") }),
  );
  await page.getByRole("button", { name: "Allow" }).click();
  const code = (await answerOf(listener)).get("code");
  for (const code_verifier of [randomBytes(32).toString("base64url"), verifier]) {
    const answer = await fetch(`${stack.apiUrl}/auth/exchange`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code, code_verifier }),
    });
    expect(answer.status).toBe(400);
  }
});
