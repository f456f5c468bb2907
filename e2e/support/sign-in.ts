import { type BrowserContext, expect, type Page } from "@playwright/test";
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

/** A hidden field of a form, as the server writes it. */
const HIDDEN = /<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?/g;

/**
 * Signs a browser in by the form of the login page, as one without scripts sends it: for tests of what comes after. No
 * page is opened.
 */
export async function enter(
  context: BrowserContext,
  { email, password }: Credentials,
  webUrl: string = stackInfo().webUrl,
): Promise<void> {
  const html = await (await context.request.get(`${webUrl}/login`)).text();
  const hidden = [...html.matchAll(HIDDEN)].map(([, name = "", value = ""]) => [plain(name), plain(value)]);
  const answer = await context.request.post(`${webUrl}/login`, {
    headers: { origin: webUrl },
    multipart: { ...Object.fromEntries(hidden), email, password },
    maxRedirects: 0,
  });
  expect(answer.status(), "signing in redirects").toBe(303);
}

function plain(html: string): string {
  return html
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** Signs out by the menu of the account. */
export async function signOut(page: Page, { name }: Pick<Account, "name">): Promise<void> {
  await page.getByRole("button", { name: `Account of ${name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
}
