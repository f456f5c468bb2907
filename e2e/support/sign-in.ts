import { expect, type Page } from "@playwright/test";
import type { Account } from "./accounts.ts";
import { stackInfo } from "./stack-info.ts";

export type Credentials = Pick<Account, "email" | "password">;

/** Fills in the form of the login page and submits it. */
export async function submitSignIn(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Signs in through the login page and waits for the dashboard. */
export async function signIn(page: Page, credentials: Credentials, webUrl: string = stackInfo().webUrl): Promise<void> {
  await page.goto(`${webUrl}/login`);
  await submitSignIn(page, credentials);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
}

/** Signs out by the menu of the account. */
export async function signOut(page: Page, { name }: Pick<Account, "name">): Promise<void> {
  await page.getByRole("button", { name: `Account of ${name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
}
