import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { createInvitation } from "@pragma/core/invitations";
import { createOwnerAccount, memberOf } from "./support/accounts.ts";
import { type IdentityProvider, type People, startIdentityProvider } from "./support/identity-provider.ts";
import { createReplica, type Replica } from "./support/replica.ts";
import { test as base, expect } from "./support/test.ts";

/** A dashboard with an OpenID Connect provider switched on. */
const test = base.extend<{ people: People; replica: Replica }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern
  people: async ({}, provide) => provide({}),
  replica: async ({ stack, people }, provide) => {
    let provider: IdentityProvider | undefined;
    const replica = await createReplica(stack, async (webUrl) => {
      provider = await startIdentityProvider(people, `${webUrl}/api/auth/callback/oidc`);
      return {
        PRAGMA_OIDC_ISSUER: provider.issuer,
        PRAGMA_OIDC_CLIENT_ID: provider.clientId,
        PRAGMA_OIDC_CLIENT_SECRET: provider.clientSecret,
        PRAGMA_OIDC_NAME: "Acme ID",
      };
    });
    await replica.program.start();
    await provide(replica);
    await replica.program.stop();
    await provider?.stop();
  },
});

async function signInElsewhere(page: Page, replica: Replica, name: string): Promise<void> {
  await page.goto(`${replica.webUrl}/login?next=/account`);
  await page.getByRole("button", { name: "Sign in with Acme ID" }).click();
  await page.locator('input[name="login"]').fill(name);
  await page.locator('input[name="password"]').fill("anything");
  await page.getByRole("button", { name: /sign-in/i }).click();
  await page.getByRole("button", { name: /continue/i }).click();
}

test("a user with an account and a verified email is signed in, and redirected back", async ({
  page,
  platform,
  people,
  replica,
  complaints,
}) => {
  // The pages of the provider are not ours.
  complaints.expect(/./);
  const account = await createOwnerAccount(platform, "Lin");
  people["lin"] = { email: account.email, email_verified: true, name: "Lin" };
  await signInElsewhere(page, replica, "lin");
  await expect(page).toHaveURL(`${replica.webUrl}/account`);
  await expect(page.getByText(account.email).first()).toBeVisible();
});

test("an email that the provider does not vouch for signs nobody in", async ({
  page,
  platform,
  people,
  replica,
  complaints,
}) => {
  complaints.expect(/./);
  const account = await createOwnerAccount(platform, "Lin");
  // Not the name of another test: a user who has signed in once is known by it.
  people["unverified-lin"] = { email: account.email, email_verified: false, name: "Lin" };
  await signInElsewhere(page, replica, "unverified-lin");
  await expect(page.getByText("does not say that your email address is verified")).toBeVisible();
});

test("an unknown user is told to ask for an invitation, and joins with one", async ({
  page,
  platform,
  people,
  replica,
  complaints,
}) => {
  complaints.expect(/./);
  const inviter = await createOwnerAccount(platform);
  const email = `kim-${randomUUID().slice(0, 8)}@example.com`;
  people["kim"] = { email, email_verified: true, name: "Kim" };
  await signInElsewhere(page, replica, "kim");
  await expect(page.getByText("ask for an invitation")).toBeVisible();

  await createInvitation(platform.core, await memberOf(platform, inviter), { role: "viewer", email });
  await page.context().clearCookies();
  await signInElsewhere(page, replica, "kim");
  await expect(page).toHaveURL(`${replica.webUrl}/account`);
  await expect(page.getByText(inviter.organizationName).first()).toBeVisible();
});
