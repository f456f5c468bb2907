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
  await page.getByRole("link", { name: "pragma/config/alone" }).click();
  await expect(page).toHaveURL(pageOf(owner, "/resources/view/pragma/config/alone"));
  await page.goBack();
  const row = page.getByRole("row").filter({ hasText: "change.apply" });
  await expect(row).toContainText("and 2 others: the change");
  await row.getByRole("link", { name: "the change" }).click();
  await expect(page).toHaveURL(pageOf(owner, `/changes/${id}`));
});
