import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessibility.ts";
import { submitSignIn } from "./support/sign-in.ts";
import { expect, test } from "./support/test.ts";

const FIRST = {
  name: "First Owner",
  email: "first@example.com",
  password: "a long enough password",
  organization: "First",
};

async function fill(page: Page, values: { name: string; email: string; password: string; organization: string }) {
  await page.getByLabel("Your name").fill(values.name);
  await page.getByLabel("Email").fill(values.email);
  await page.getByLabel("Password").fill(values.password);
  await page.getByLabel("Organization").fill(values.organization);
}

const create = (page: Page): Promise<void> => page.getByRole("button", { name: "Create account" }).click();

// One after the other: only one account can be the first.
test.describe.configure({ mode: "serial" });

test("leads to the set-up while nobody can sign in", async ({ page }) => {
  await page.goto("/organizations/new?from=start");
  await expect(page).toHaveURL("/setup");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Welcome to Pragma");
  await expectAccessible(page);
});

test("shows the error of each field, and keeps what was typed", async ({ page }) => {
  await page.goto("/setup");
  await fill(page, { name: "", email: "nobody", password: "short", organization: "" });
  await create(page);
  await expect(page.getByLabel("Set-up code")).toHaveAccessibleDescription(/It is missing\./);
  await expect(page.getByLabel("Your name")).toHaveAccessibleDescription("It is missing.");
  await expect(page.getByLabel("Email")).toHaveAccessibleDescription("It is not an email address.");
  await expect(page.getByLabel("Password")).toHaveAccessibleDescription(/It must have at least 12 characters\./);
  await expect(page.getByLabel("Email")).toHaveValue("nobody");
  await expect(page.getByLabel("Password")).toHaveValue("");

  await page.getByLabel("Password").fill("password1234");
  await create(page);
  await expect(page.getByLabel("Password")).toHaveAccessibleDescription(/It is too easy to guess\./);
});

test("refuses a wrong code", async ({ page }) => {
  await page.goto("/setup?code=WRONG-CODE");
  await expect(page.getByLabel("Set-up code")).toHaveValue("WRONG-CODE");
  await fill(page, FIRST);
  await create(page);
  await expect(page.getByRole("alert").filter({ hasText: "set-up code" })).toBeVisible();
  await expect(page).toHaveURL(/\/setup/);
});

test("makes the first account, signs it in, and is closed from then on", async ({ page, browser, baseURL, stack }) => {
  await page.goto(`/setup?code=${stack.setupCode}`);
  await fill(page, FIRST);
  await create(page);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Organization First, owner, switch" })).toBeVisible();

  const stranger = await browser.newPage({ baseURL: baseURL ?? "" });
  await stranger.goto(`/setup?code=${stack.setupCode}`);
  await expect(stranger).toHaveURL("/login");
  await submitSignIn(stranger, FIRST);
  await expect(stranger.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await stranger.close();
});

test("gives the account the token that programs had before it", async ({ request, stack }) => {
  const answer = await request.get(`${stack.apiUrl}/auth/me`, {
    headers: { Authorization: `Bearer ${stack.bootstrapToken}` },
  });
  expect(await answer.json()).toMatchObject({ email: FIRST.email, organization_name: FIRST.organization });
});
