import { createOwnerAccount } from "./support/accounts.ts";
import { type GitHubDouble, startGitHub } from "./support/github.ts";
import { createReplica, type Replica } from "./support/replica.ts";
import { test as base, expect } from "./support/test.ts";

/** A dashboard with GitHub switched on. */
const test = base.extend<{ github: GitHubDouble; replica: Replica }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern
  github: async ({}, provide) => {
    const github = await startGitHub({ id: 1, login: "nobody", shown: null, addresses: [] });
    await provide(github);
    await github.stop();
  },
  replica: async ({ stack, github }, provide) => {
    const replica = await createReplica(stack, async () => ({
      PRAGMA_GITHUB_URL: github.url,
      PRAGMA_GITHUB_CLIENT_ID: "pragma",
      PRAGMA_GITHUB_CLIENT_SECRET: "secret",
    }));
    await replica.program.start();
    await provide(replica);
    await replica.program.stop();
  },
});

test("an address that GitHub has not verified signs nobody in; the verified primary one does", async ({
  page,
  platform,
  github,
  replica,
}) => {
  const { email } = await createOwnerAccount(platform, "Mona");
  const signIn = async (): Promise<void> => {
    await page.goto(`${replica.webUrl}/login?next=/account`);
    await page.getByRole("button", { name: "Sign in with GitHub" }).click();
  };
  github.person = { id: 71, login: "mallory", shown: email, addresses: [{ email, primary: true, verified: false }] };
  await signIn();
  await expect(page.getByText("does not say that your email address is verified")).toBeVisible();

  github.person = { id: 72, login: "mona", shown: null, addresses: [{ email, primary: true, verified: true }] };
  await signIn();
  await expect(page).toHaveURL(`${replica.webUrl}/account`);
  await expect(page.getByText(email).first()).toBeVisible();
  // Its streams would find the dashboard gone.
  await page.close();
});
