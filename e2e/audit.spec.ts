import { expectAccessible, expectFits } from "./support/accessibility.ts";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { expect, test } from "./support/test.ts";

const config = (name: string) => ({ provider: "pragma", resource: "config", name, config: { data: {} } });

test("an entry of the audit log leads to what it is about, and those of a change to the change", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await api.apply(config("alone"));
  const change = await api.post("/changes", { documents: [config("one"), config("two")], apply: true });
  const { id } = (await change.json()) as { id: string };
  await page.goto(pageOf(owner, "/audit"));
  await expectFits(page);
  await expect(page).toHaveTitle(`Audit – ${owner.organizationSlug} – Pragma`);
  for (const [key, row] of [
    ["j", 1],
    ["j", 2],
    ["k", 1],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole("row").nth(row).locator(":focus")).toHaveCount(1);
  }
  await page.getByRole("link", { name: "pragma/config/alone" }).click();
  await expect(page).toHaveURL(pageOf(owner, "/resources/view/pragma/config/alone"));
  await page.goBack();
  const row = page.getByRole("row").filter({ hasText: "applied the change" });
  await expect(row).toContainText("applied the change Create 2 (3 entries)");
  await row.getByRole("link", { name: "Create 2" }).first().click();
  await expect(page).toHaveURL(pageOf(owner, `/changes/${id}`));
});

test("the audit log tells what happens while it is shown", async ({ page, owner, api, signedIn: _ }) => {
  await page.goto(pageOf(owner, "/audit"));
  await expectLive(page);
  await api.apply(config("later"));
  await expect(page.getByRole("row").filter({ hasText: "created pragma/config/later" })).toBeVisible();
});

test("an entry of the audit log has an address, which shows it whatever has happened since", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await api.apply(config("alone"));
  await page.goto(pageOf(owner, "/audit"));
  const row = page.getByRole("row").filter({ hasText: "pragma/config/alone" });
  await row.getByRole("button").first().press("Enter");
  await page.getByRole("link", { name: "Link to this entry" }).press("Enter");
  await expect(page).toHaveURL(/\/audit\?entry=\d+$/);
  const address = page.url();

  await api.post("/changes", { documents: [config("one"), config("two")], apply: true });
  await page.goto(address);
  const addressed = page.locator('[aria-current="location"]');
  await expect(addressed).toContainText("pragma/config/alone");
  await expect(page.getByRole("button", { name: "Copy correlation id" })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "applied the change" })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Clear filters" }).press("Enter");
  await expect(page.getByRole("row").filter({ hasText: "applied the change" })).toBeVisible();
  await expect(addressed).toHaveCount(0);

  await page.goto(address.replace(/\d+$/, "9".repeat(18)));
  await expect(page.getByText("The entry that this address names is not here")).toBeVisible();
});
