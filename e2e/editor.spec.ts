import type { Page } from "@playwright/test";
import { type Account, createTokenOf } from "./support/accounts.ts";
import { Api, type NewResource } from "./support/api.ts";
import { pageOf } from "./support/page-of.ts";
import { test as base, expect } from "./support/test.ts";

const test = base.extend<{ api: Api }>({
  api: async ({ owner, platform, signedIn: _ }, provide) => provide(new Api(await createTokenOf(platform, owner))),
});

const SITE: NewResource = { provider: "pragma", resource: "config", name: "site", config: { data: { title: "Shop" } } };

/** Opens the editor of `pragma/config/site` the way users do, so that there is a page to go back to. */
async function edit(page: Page, owner: Account, api: Api): Promise<void> {
  await api.apply(SITE);
  await api.waitFor("pragma/config/site", "ready");
  await page.goto(pageOf(owner, "/resources/view/pragma/config/site"));
  await page.getByRole("link", { name: "Edit" }).click();
  await expect(page.getByRole("button", { name: "Review changes" })).toBeVisible();
}

const warning = (page: Page) => page.getByRole("dialog", { name: "Leave without saving?" });
const tags = (page: Page) => page.getByRole("list", { name: "Tags" });

async function addTag(page: Page, tag: string): Promise<void> {
  await page.getByLabel("Tags", { exact: true }).first().fill(tag);
  await page.keyboard.press("Enter");
  await expect(tags(page)).toContainText(tag);
}

test("leaving unsaved text needs confirmation", async ({ page, owner, api }) => {
  await edit(page, owner, api);
  await addTag(page, "mine");

  await test.step("by Back, more than once", async () => {
    for (let time = 0; time < 2; time++) {
      await page.goBack();
      await expect(warning(page)).toBeVisible();
      await page.getByRole("button", { name: "Keep editing" }).click();
      await expect(warning(page)).toBeHidden();
      await expect(tags(page)).toContainText("mine");
    }
  });

  await test.step("by the command palette", async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("overv");
    await page.keyboard.press("Enter");
    await expect(warning(page)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(tags(page)).toContainText("mine");
  });

  await test.step("from the review Back leads to the form, after YAML was looked at as well", async () => {
    await page.getByRole("tab", { name: "YAML" }).click();
    await expect(page).toHaveURL(/view=yaml/);
    await page.getByRole("tab", { name: "Form" }).click();
    await expect(page).not.toHaveURL(/view=yaml/);
    await page.getByRole("button", { name: "Review changes" }).click();
    await expect(page.getByRole("heading", { name: "Review" })).toBeVisible();
    await page.goBack();
    await expect(page.getByRole("heading", { name: "Review" })).toBeHidden();
    await expect(tags(page)).toContainText("mine");
    await expect(warning(page)).toBeHidden();
  });

  await test.step("and Leave goes back, where it was meant to", async () => {
    await page.goBack();
    await page.getByRole("button", { name: "Leave", exact: true }).click();
    await expect(page).toHaveURL(pageOf(owner, "/resources/view/pragma/config/site"));
    await page.getByRole("link", { name: "Edit" }).click();
    await expect(page.getByRole("button", { name: "Review changes" })).toBeVisible();
    await expect(page.getByText("There is unsaved text of yours")).toBeHidden();
  });
});

test("an apply leaves no steps behind that Back would stop at", async ({ page, owner, api }) => {
  await edit(page, owner, api);
  await addTag(page, "mine");
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.getByRole("button", { name: "Back to editing" }).click();
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(page).toHaveURL(pageOf(owner, "/resources/view/pragma/config/site"));
  await page.goBack();
  await expect(page).toHaveURL(/\/resources\/edit\//);
  await expect(page.getByRole("button", { name: "Review changes" })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(pageOf(owner, "/resources/view/pragma/config/site"));
});

test("another type is another document", async ({ page, owner, signedIn: _ }) => {
  await page.goto(pageOf(owner, "/resources/new?type=pragma%2Fconfig"));
  await page.getByLabel("Name", { exact: true }).first().fill("site");
  await page.getByRole("link", { name: "Another type" }).click();
  await expect(warning(page)).toBeVisible();
  await page.getByRole("button", { name: "Leave", exact: true }).click();
  await expect(page.getByLabel("Search types")).toBeVisible();
});

test("a jump over the question keeps the text, and offers it on return", async ({ page, owner, api }) => {
  await edit(page, owner, api);
  await addTag(page, "mine");
  // As the menu of the Back button does.
  await page.evaluate(() => history.go(-2));
  await expect(page).toHaveURL(pageOf(owner, "/resources/view/pragma/config/site"));
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(tags(page)).toContainText("mine");
});

test("a key that is typed but not added is not dropped", async ({ page, owner, api }) => {
  await edit(page, owner, api);
  const key = page.getByLabel("New key of data");
  await key.fill("colour");
  await page.getByRole("button", { name: "Review changes" }).click();
  await expect(page.getByRole("heading", { name: "1 problem" })).toBeVisible();
  await page.getByRole("button", { name: /^The new key colour of data is not added yet/ }).click();
  await expect(key).toBeFocused();

  await page.keyboard.press("Enter");
  await expect(key).toHaveValue("");
  await expect(page.getByLabel("colour", { exact: true })).toBeFocused();
  await page.keyboard.type("blue");
  await page.getByRole("button", { name: "Review changes" }).click();
  await expect(page.getByRole("region", { name: "Differences of the text" })).toContainText("colour: blue");
});

test("a resource that is deleted while it is edited can be created again", async ({ page, owner, api, complaints }) => {
  // The editor learns by a request that the resource is gone, and the browser logs that.
  complaints.expect(/status of 404 .*\/api\/trpc\/resources\./);
  await edit(page, owner, api);
  await addTag(page, "mine");
  await page.getByRole("button", { name: "Review changes" }).click();
  await expect(page.getByRole("heading", { name: "Review" })).toBeVisible();

  await api.delete("pragma/config/site");
  await expect(page.getByText("Someone deleted this resource in the meantime.")).toBeVisible();
  await expect(page.getByText("deleted", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Apply", exact: true })).toBeDisabled();
  await page.getByRole("button", { name: "Create it again" }).click();
  await expect(page).toHaveURL(pageOf(owner, "/resources/view/pragma/config/site"));
  expect(await (await api.resource("pragma/config/site")).json()).toMatchObject({ ...SITE, tags: ["mine"] });
});
