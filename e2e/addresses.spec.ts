import { randomUUID } from "node:crypto";
import { addOrganization, createMemberAccount, createOwnerAccount } from "./support/accounts.ts";
import { pageOf } from "./support/page-of.ts";
import { signIn, submitSignIn } from "./support/sign-in.ts";
import { expect, test } from "./support/test.ts";
import { expectWellBehaved } from "./support/well-behaved.ts";

const OVERVIEW = { level: 1, name: "Overview" } as const;

test("an id leads to the slug, with the rest of the URL", async ({ page, signedIn: _, owner }) => {
  await page.goto(`/o/${owner.organizationId}/resources?q=a%2Fb`);
  await expect(page).toHaveURL(pageOf(owner, "/resources?q=a%2Fb"));
  await page.goto(`/o/${owner.organizationId}`);
  await expect(page).toHaveURL(pageOf(owner));
  await expect(page.getByRole("heading", OVERVIEW)).toBeVisible();
});

test("somebody else's organization and one that does not exist give the same page: not found", async ({
  page,
  signedIn: _,
  platform,
  stack,
  complaints,
}) => {
  complaints.expect(/status of 404/);
  const others = await createOwnerAccount(platform, "Other");
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const answers = await Promise.all(
    [others.organizationSlug, others.organizationId, "nobody-has-it", randomUUID()].map(async (address) => {
      const answer = await fetch(`${stack.webUrl}/o/${address}/resources`, {
        headers: { cookie: cookies },
        redirect: "manual",
      });
      const text = await answer.text();
      return [answer.status, text.includes(others.organizationName), text.includes("There is nothing here")];
    }),
  );
  expect(answers).toEqual(Array(4).fill([404, false, true]));
  await page.goto(pageOf(others));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
});

test("a former slug leads to the new one, and nowhere for outsiders", async ({
  page,
  signedIn: _,
  owner,
  stack,
  complaints,
}) => {
  complaints.expect(/status of 400/);
  const slug = `new-${randomUUID().slice(0, 8)}`;
  await page.goto(pageOf(owner, "/settings"));
  await page.getByLabel("Name in addresses").fill("Not a slug");
  await page.getByRole("button", { name: "Change address" }).click();
  await expect(page.getByLabel("Name in addresses")).toHaveAccessibleDescription(/must have 2 to 39 characters/);
  await page.getByLabel("Name in addresses").fill(slug);
  await page.getByRole("button", { name: "Change address" }).click();
  await expect(page).toHaveURL(`/o/${slug}/settings`);
  await page.goto(pageOf(owner, "/members?new=invitation"));
  await expect(page).toHaveURL(`/o/${slug}/members?new=invitation`);
  const stranger = await fetch(`${stack.webUrl}${pageOf(owner)}`, { redirect: "manual" });
  expect(stranger.headers.get("location")).toContain(`/login?next=${encodeURIComponent(pageOf(owner))}`);
});

test("an old link leads a member of one organization to the page", async ({ page, owner }) => {
  await page.goto("/resources/new?type=pragma%2Fconfig&view=yaml");
  await expect(page).toHaveURL(/^[^?]*\/login\?next=%2Fo%3Fto%3D/);
  await submitSignIn(page, owner);
  await expect(page).toHaveURL(pageOf(owner, "/resources/new?type=pragma%2Fconfig&view=yaml"));
  await page.goto("/");
  await expect(page).toHaveURL(pageOf(owner));
  await page.goto("/organizations/new");
  await expect(page).toHaveURL("/account/organizations/new");
});

test("an old link asks members of several organizations for one, and stays on this site whatever it says", async ({
  page,
  owner,
  platform,
}) => {
  const organization = { id: randomUUID(), name: `Second ${randomUUID().slice(0, 8)}`, ownerId: owner.userId };
  const organizationSlug = await addOrganization(platform, organization);
  await page.goto("/failures?q=timeout");
  await submitSignIn(page, owner);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Which organization?");
  await page.getByRole("link", { name: new RegExp(organization.name) }).click();
  await expect(page).toHaveURL(pageOf({ organizationSlug }, "/failures?q=timeout"));

  await expectWellBehaved(page, async () => {
    await page.goto("/o");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Which organization?");
  });
  for (const to of [
    "//evil.example",
    "/../..//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "/../../api/trpc/account.me",
  ]) {
    await page.goto(`/o?to=${encodeURIComponent(to)}`);
    const links = page.getByRole("main").getByRole("listitem").getByRole("link");
    await expect(links).toHaveCount(2);
    for (const link of await links.all()) expect(await link.getAttribute("href")).toMatch(/^\/o(\/[a-z0-9]|$)/);
  }
});

test("a link of an organization works for every member", async ({ page, owner, platform }) => {
  const viewer = await createMemberAccount(platform, owner, "viewer");
  await page.goto(pageOf(owner, "/members"));
  await submitSignIn(page, viewer);
  await expect(page).toHaveURL(pageOf(owner, "/members"));
  await expect(page.getByText(owner.email)).toBeVisible();
});

test("one's account belongs to no organization, and leads back to the last one", async ({ page, owner, platform }) => {
  await signIn(page, owner);
  const organization = { id: randomUUID(), name: `Second ${randomUUID().slice(0, 8)}`, ownerId: owner.userId };
  const organizationSlug = await addOrganization(platform, organization);
  await page.goto(pageOf({ organizationSlug }));
  await page.getByRole("button", { name: `Account of ${owner.name}` }).click();
  await page.getByRole("menuitem", { name: "Your account" }).click();
  await expect(page).toHaveURL("/account");
  await page.getByRole("link", { name: `Back to ${organization.name}` }).click();
  await expect(page).toHaveURL(pageOf({ organizationSlug }));
});
