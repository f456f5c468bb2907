import { randomUUID } from "node:crypto";
import { type Mailbox, startMailbox } from "@pragma/testing/mailbox";
import { expectAccessible } from "./support/accessibility.ts";
import { createMemberAccount, createOwnerAccount, createTokenOf, makeOperator, PASSWORD } from "./support/accounts.ts";
import { createReplica, type Replica } from "./support/replica.ts";
import { signIn } from "./support/sign-in.ts";
import { test as base, expect } from "./support/test.ts";
import { expectWellBehaved } from "./support/well-behaved.ts";

/** A dashboard that sends mails. */
const test = base.extend<{ mailbox: Mailbox; replica: Replica }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern
  mailbox: async ({}, provide) => {
    const mailbox = await startMailbox();
    await provide(mailbox);
    await mailbox.stop();
  },
  replica: async ({ stack, mailbox }, provide) => {
    const replica = await createReplica(stack, async () => ({ PRAGMA_SMTP_URL: mailbox.url }));
    await replica.program.start();
    await provide(replica);
    await replica.program.stop();
  },
});

test("another address counts once the link in the mail has been followed", async ({
  page,
  owner,
  replica,
  mailbox,
}) => {
  const email = `${randomUUID()}@example.com`;
  await signIn(page, owner, replica.webUrl);
  await page.goto(`${replica.webUrl}/account`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByText(`A link was sent to ${email}`)).toBeVisible();
  await expect(page.getByText(`Signed in as ${owner.email}.`)).toBeVisible();

  const [link] = /http\S+\/account\/email\/\S+/.exec(mailbox.mails[0]?.source ?? "") ?? [];
  await expectWellBehaved(page, async () => {
    await page.goto(link ?? "");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Confirm your email address");
  });
  await page.getByRole("button", { name: "Confirm address" }).click();
  await expect(page.getByText(`Signed in as ${email}.`)).toBeVisible();
  await page.goto(link ?? "");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link is not for you, or no longer valid");
  // Its streams would find the dashboard gone.
  await page.close();
});

base(
  "without a mail server, an operator confirms the address that they see",
  async ({ page, owner, platform, complaints }) => {
    complaints.expect(/status of 404 .*\/installation/);
    const operator = await createOwnerAccount(platform, "Root");
    await makeOperator(platform, operator);
    const email = `${randomUUID()}@example.com`;
    await signIn(page, owner);
    await page.goto("/account");
    await expect(page.getByRole("link", { name: "Installation" })).toHaveCount(0);
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Your password").fill(PASSWORD);
    await page.getByRole("button", { name: "Save profile" }).click();
    await expect(page.getByText(`An operator of this installation has to confirm ${email}.`)).toBeVisible();

    await page.goto("/installation");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
    await page.context().clearCookies();
    await signIn(page, operator);
    await page.getByRole("button", { name: `Account of ${operator.name}` }).click();
    await page.getByRole("menuitem", { name: "Installation" }).click();
    await page.getByRole("button", { name: `Confirm ${email}` }).click();
    await expect(page.getByText(`${email} is confirmed`)).toBeVisible();
    await page.context().clearCookies();
    await signIn(page, { email, password: PASSWORD });
  },
);

base("an operator lets an organization push, and makes others operators", async ({ page, owner, platform, stack }) => {
  const operator = await createOwnerAccount(platform, "Root");
  await makeOperator(platform, operator);
  const member = await createMemberAccount(platform, owner, "viewer");
  await signIn(page, operator);
  await page.goto("/account");
  await page.getByRole("main").getByRole("link", { name: "Installation" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Installation");
  await expectWellBehaved(page, () => page.goto("/installation"));
  await expect(page.getByRole("checkbox", { name: /^May push providers, / }).first()).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /^Operator, / }).first()).toBeVisible();
  await expect(page.getByRole("main").getByRole("alert")).toHaveCount(0);
  await page.getByRole("searchbox", { name: "Find an organization" }).fill(owner.organizationName);
  const grant = page.getByRole("checkbox", { name: `May push providers, ${owner.organizationName}` });
  await expect(grant).toBeChecked();
  await grant.click();
  await expect(grant).not.toBeChecked();
  await expectAccessible(page);

  const body = new FormData();
  body.set("code", new Blob(["no archive"]));
  const headers = { authorization: `Bearer ${await createTokenOf(platform, owner)}` };
  const refused = await fetch(`${stack.apiUrl}/providers/notes/push`, { method: "POST", headers, body });
  expect(refused.status).toBe(403);
  expect(JSON.stringify(await refused.json())).toContain("May push providers");

  await page.getByRole("searchbox", { name: "Find an account" }).fill("nobody@nowhere");
  await expect(page.getByText("No account matches.")).toBeVisible();
  await page.getByRole("searchbox", { name: "Find an account" }).fill(member.email);
  const flag = page.getByRole("checkbox", { name: `Operator, ${member.email}` });
  await flag.click();
  await expect(flag).toBeChecked();
});

base("whoever is not an operator is told so where organizations are created", async ({ page, owner }) => {
  await signIn(page, owner);
  await page.goto("/organizations/new");
  await expect(page.getByText("Only an operator of this installation can create organizations.")).toBeVisible();
  await expect(page.getByLabel("Name of the organization")).toHaveCount(0);
});

base(
  "an operator raises limits of an organization, and its people see them",
  async ({ page, owner, platform, stack, complaints }) => {
    complaints.expect(/status of 409 .*\/api\/trpc\/tokens\.create/);
    const operator = await createOwnerAccount(platform, "Root");
    await makeOperator(platform, operator);
    await signIn(page, operator);
    await page.goto("/installation");
    await page.getByRole("searchbox", { name: "Find an organization" }).fill(owner.organizationName);
    await page.getByRole("button", { name: `Limits, ${owner.organizationName}` }).click();
    const dialog = page.getByRole("dialog", { name: `Limits of ${owner.organizationName}` });
    const tokens = dialog.getByLabel("API tokens", { exact: true });
    await expect(tokens).toHaveValue("10000");
    await tokens.fill("none");
    await dialog.getByRole("button", { name: "Save, API tokens" }).click();
    await expect(dialog.getByRole("alert")).toHaveText("It must be a whole number.");
    await expectAccessible(page);
    await tokens.fill("1");
    await dialog.getByRole("button", { name: "Save, API tokens" }).click();
    await expect(dialog.getByRole("button", { name: "Use the default, API tokens" })).toBeVisible();
    await dialog.getByLabel("Requests per minute", { exact: true }).fill("123456");
    await dialog.getByRole("button", { name: "Save, Requests per minute" }).click();
    await expect(page.getByText("Requests per minute: 123,456")).toBeVisible();

    const headers = { authorization: `Bearer ${await createTokenOf(platform, owner)}` };
    await expect(async () => {
      const { headers: answered } = await fetch(`${stack.apiUrl}/auth/me`, { headers });
      expect(answered.get("ratelimit-policy")).toContain("q=123456;");
    }).toPass();

    await page.context().clearCookies();
    await signIn(page, owner);
    await page.goto("/settings");
    await expect(page.getByRole("meter", { name: "API tokens used" })).toHaveAttribute("aria-valuetext", "1 of 1 used");
    await expect(page.getByText("of 123,456 requests left")).toBeVisible();
    await expectAccessible(page);
    await page.goto("/tokens");
    await page.getByRole("button", { name: "New token" }).first().click();
    await page.getByLabel("Name").fill("one more");
    await page.getByRole("button", { name: "CI: apply" }).click();
    await page.getByRole("button", { name: "Create token" }).click();
    await expect(page.getByRole("alert")).toContainText("may have 1 live API tokens and has 1");
  },
);
