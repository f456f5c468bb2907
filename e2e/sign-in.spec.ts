import { waitForHydration } from "./support/hydration.ts";
import { pageOf } from "./support/page-of.ts";
import { signIn, submitSignIn } from "./support/sign-in.ts";
import { expect, test } from "./support/test.ts";

const WRONG = "The email address or the password is wrong.";

test("signs in, and out again", async ({ page, owner }) => {
  await signIn(page, owner);
  await page.getByRole("button", { name: `Account of ${owner.name}` }).click();
  await expect(page.getByText(owner.email)).toBeVisible();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/login");
  await page.goto("/");
  await expect(page).toHaveURL("/login");
});

test("a copy of the cookie is worth nothing after signing out", async ({ page, context, owner }) => {
  await signIn(page, owner);
  const cookies = await context.cookies();
  await page.getByRole("button", { name: `Account of ${owner.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/login");
  await context.addCookies(cookies);
  await page.goto("/");
  await expect(page).toHaveURL("/login");
});

test("says the same for a wrong password and an unknown email", async ({ page, owner }) => {
  await page.goto("/login");
  await submitSignIn(page, { email: owner.email, password: "not the password" });
  await expect(page.getByLabel("Password")).toHaveAccessibleDescription(WRONG);
  await expect(page.getByLabel("Email")).toHaveValue(owner.email);
  await expect(page.getByLabel("Password")).toHaveValue("");

  await page.goto("/login");
  await submitSignIn(page, { email: `nobody-${owner.email}`, password: owner.password });
  await expect(page.getByLabel("Password")).toHaveAccessibleDescription(WRONG);
});

test("asks nothing that needs a login while nobody is signed in", async ({ page, complaints }) => {
  complaints.expect(/net::ERR_INTERNET_DISCONNECTED/);
  await page.goto("/login");
  await waitForHydration(page);
  await expect(async () => {
    const answer = page.waitForResponse(/\/(health\/ready|api\/trpc\/)/, { timeout: 2_000 });
    await page.context().setOffline(true);
    await page.context().setOffline(false);
    expect((await answer).url()).toMatch(/\/health\/ready$/);
  }).toPass();
});

test("leads back to where the user was", async ({ page, owner }) => {
  const path = pageOf(owner, "/resources?q=a%2Fb");
  await page.goto(path);
  await expect(page).toHaveURL(`/login?next=${encodeURIComponent(path)}`);
  await submitSignIn(page, owner);
  await expect(page).toHaveURL(path);
  await expect(page.getByRole("heading", { level: 1, name: "Resources" })).toBeVisible();
});

/** Each kind of address is tested beside `returnPath`; here, that the page asks it. */
const USUAL = "/\\evil.example";

for (const next of [
  "//evil.example/",
  "https://evil.example/",
  USUAL,
  "/.//evil.example",
  "/o/..//evil.example",
  "/.\\/evil.example",
  "javascript:alert(1)",
]) {
  test(`does not lead to ${next} after signing in`, {
    tag: next === USUAL ? [] : "@thorough",
  }, async ({ page, owner }) => {
    await page.goto(`/login?next=${encodeURIComponent(next)}`);
    await submitSignIn(page, owner);
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    await expect(page).toHaveURL(pageOf(owner));
  });
}

test("refuses all attempts on an account after many failures, even with the right password", async ({
  page,
  owner,
}) => {
  const alert = page.getByLabel("Password");
  await page.goto("/login");
  for (let tries = 0; tries < 10; tries++) {
    await submitSignIn(page, { email: owner.email, password: `wrong ${tries}` });
    // An empty field shows that the answer to this attempt has arrived.
    await expect(page.getByLabel("Password")).toHaveValue("");
    await expect(alert).toHaveAccessibleDescription(WRONG);
  }
  await submitSignIn(page, owner);
  await expect(alert).toHaveAccessibleDescription(/^Too many attempts\. Wait 15 minutes/);
  await page.goto("/");
  await expect(page).toHaveURL("/login");
});

test("a signed-in user does not need the login page", async ({ page, owner }) => {
  await signIn(page, owner);
  await page.goto("/login?next=%2Faccount%2Forganizations%2Fnew");
  await expect(page).toHaveURL("/account/organizations/new");
});
