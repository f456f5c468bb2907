import type { Locator, Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScrolling } from "./support/accessibility.ts";
import type { Account } from "./support/accounts.ts";
import type { Api, NewResource } from "./support/api.ts";
import { expectState, writeYaml } from "./support/editor.ts";
import { jump } from "./support/keyboard.ts";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { expectValue } from "./support/resource-page.ts";
import { expect, test } from "./support/test.ts";

const SITE: NewResource = { provider: "pragma", resource: "config", name: "site", config: { data: { title: "Shop" } } };

/** Opens the editor of `pragma/config/site` the way users do, so that there is a page to go back to. */
async function edit(page: Page, owner: Account, api: Api): Promise<void> {
  await api.apply(SITE);
  await api.waitFor("pragma/config/site", "ready");
  await page.goto(pageOf(owner, "/resources/view/pragma/config/site"));
  await page.getByRole("link", { name: "Edit" }).click();
  await expect(page.getByRole("button", { name: "Review changes" })).toBeVisible();
}

const counts = (page: Page) => page.getByRole("list", { name: "Counts" });
const warning = (page: Page) => page.getByRole("dialog", { name: "Leave without saving?" });
const tags = (page: Page) => page.getByRole("list", { name: "Tags" });

async function addTag(page: Page, tag: string): Promise<void> {
  await page.getByLabel("Tags", { exact: true }).first().fill(tag);
  await page.keyboard.press("Enter");
  await expect(tags(page)).toContainText(tag);
}

test("leaving unsaved text needs confirmation", async ({ page, owner, api, signedIn: _ }) => {
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
    await expect(page.getByText("You have unsaved text")).toBeHidden();
  });
});

test("an apply leaves no steps behind that Back would stop at", async ({ page, owner, api, signedIn: _ }) => {
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

test("a jump over the question keeps the text, and offers it on return", async ({ page, owner, api, signedIn: _ }) => {
  await edit(page, owner, api);
  await addTag(page, "mine");
  // As the menu of the Back button does.
  await page.evaluate(() => history.go(-2));
  await expect(page).toHaveURL(pageOf(owner, "/resources/view/pragma/config/site"));
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(tags(page)).toContainText("mine");
});

test("a key that is typed but not added is not dropped", async ({ page, owner, api, signedIn: _ }) => {
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

test("a resource that is deleted while it is edited can be created again", async ({
  page,
  owner,
  api,
  complaints,
  signedIn: _,
}) => {
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
  await expect(page.getByRole("list", { name: "Counts" })).toHaveText(/1 to create/);
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(page).toHaveURL(pageOf(owner, "/resources/view/pragma/config/site"));
  expect(await (await api.resource("pragma/config/site")).json()).toMatchObject({ ...SITE, tags: ["mine"] });
});

test("the review is the plan of a change of one: what changes, and what follows, with values", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await api.apply({ ...SITE, name: "page", config: { data: { heading: "At ${pragma/config/site.outputs.title}" } } });
  await edit(page, owner, api);
  await api.waitFor("pragma/config/page", "ready");
  await page.getByRole("tab", { name: "YAML" }).click();
  await writeYaml(page, "provider: pragma\nresource: config\nname: site\nconfig:\n  data:\n    title: Mall\n");
  await page.getByRole("button", { name: "Review changes" }).click();
  await expect(counts(page)).toHaveText(/1 to update.*1 to follow/);
  const row = (key: string) => page.getByRole("listitem").filter({ has: page.getByRole("link", { name: key }) });
  const changed = row("pragma/config/site").first().getByLabel("Changes");
  await expect(changed).toHaveText("config.data.titlebefore Shopafter Mall");
  await expect(row("pragma/config/page").last().getByLabel("Changes")).toHaveText(
    "config.data.headingbefore At Shopafter At Mall",
  );
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScrolling(page);
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  // It stays while the pointer is over it.
  await page.getByRole("button", { name: "View change" }).hover();
  await expect(page).toHaveURL(pageOf(owner, "/resources/view/pragma/config/site"));
  await page.getByRole("button", { name: "View change" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Update pragma/config/site" })).toBeVisible();
  await expect(page.getByRole("status", { name: "Status" })).toHaveText("succeeded");
});

test("what the plan refuses leads back to its field, and a draft of it can be saved", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await page.goto(pageOf(owner, "/resources/new?type=http%2Fcheck&view=yaml"));
  await writeYaml(
    page,
    "provider: http\nresource: check\nname: site\nconfig:\n  url: http://127.0.0.1:1\n  wait: long\n",
  );
  await page.getByRole("button", { name: "Review as draft" }).click();
  await expect(counts(page)).toHaveText(/1 refused/);
  await expect(page.getByRole("button", { name: "Apply", exact: true })).toBeDisabled();
  await page.getByRole("button", { name: "config.wait", exact: true }).click();
  await expect(page.getByRole("textbox", { name: "Manifest in YAML" })).toBeFocused();
  await page.getByRole("tab", { name: "Form" }).click();
  await page.getByRole("button", { name: "Review as draft" }).click();
  await page.getByRole("button", { name: "config.wait", exact: true }).click();
  await expect(page.getByLabel("wait", { exact: true })).toBeFocused();
  await page.getByRole("button", { name: "Review as draft" }).click();
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page).toHaveURL(pageOf(owner, "/resources/view/http/check/site"));
  await expectState(page, "draft");
  // Nothing is left of what was only looked at.
  const changes = await (await api.get("/changes")).json();
  expect(changes).toMatchObject([{ status: "succeeded", message: "Draft http/check/site" }]);
});

test("what waits can be taken back to a draft", async ({ page, owner, api, signedIn: _ }) => {
  await api.apply({ ...SITE, config: { data: { title: "${pragma/config/absent.outputs.title}" } } });
  await api.waitFor("pragma/config/site", "pending");
  await page.goto(pageOf(owner, "/resources/edit/pragma/config/site?view=yaml"));
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page.getByText("Nothing changed: no draft was saved")).toBeVisible();
  await expectState(page, "pending");
  expect(await (await api.get("/changes")).json()).toEqual([]);

  await page.goto(pageOf(owner, "/resources/edit/pragma/config/site?view=yaml"));
  await writeYaml(page, "provider: pragma\nresource: config\nname: site\nconfig:\n  data:\n    title: Mall\n");
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page).toHaveURL(pageOf(owner, "/resources/view/pragma/config/site"));
  await expectState(page, "draft");
});

/** Stages a change of a ready resource, and opens what it would change. */
async function openStagedDraft(page: Page, owner: Account, api: Api): Promise<Locator> {
  await api.apply(SITE);
  await api.waitFor("pragma/config/site", "ready");
  await api.apply({ ...SITE, config: { data: { title: "Mall" } }, lifecycle_state: "draft" });
  await page.goto(pageOf(owner, "/resources/view/pragma/config/site"));
  const staged = page.getByRole("region", { name: "Staged", exact: true });
  await expect(staged.getByLabel("Changes")).toHaveText("config.data.titlebefore Shopafter Mall");
  await page.getByRole("button", { name: "Apply…" }).click();
  const dialog = page.getByRole("dialog", { name: "Apply site" });
  await expect(dialog.getByLabel("Changes")).toHaveText("config.data.titlebefore Shopafter Mall");
  return dialog;
}

test("a staged draft is applied once it was seen what it changes", async ({ page, owner, api, signedIn: _ }) => {
  const dialog = await openStagedDraft(page, owner, api);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expectState(page, "ready");
  await expectValue(page, "Outputs", "title", "Mall");
});

test("a staged draft is shown beside what runs, live, and discarded there if it is the one that was seen", async ({
  page,
  owner,
  api,
  complaints,
  signedIn: _,
}) => {
  await api.apply(SITE);
  await api.waitFor("pragma/config/site", "ready");
  await page.goto(pageOf(owner, "/resources/view/pragma/config/site"));
  await expectLive(page);
  const staged = page.getByRole("region", { name: "Staged", exact: true });
  await expect(staged).toBeHidden();
  await api.apply({ ...SITE, config: { data: { title: "Mall" } }, lifecycle_state: "draft" });
  await expect(staged.getByLabel("Changes")).toHaveText("config.data.titlebefore Shopafter Mall");
  await expectAccessible(page);
  // Somebody else's draft, which nothing reports: a draft stays one.
  await api.apply({ ...SITE, config: { data: { title: "Fair" } }, lifecycle_state: "draft" });
  complaints.expect(/status of 412/);
  await staged.getByRole("button", { name: "Discard draft" }).press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "It has changed since it was loaded" })).toBeVisible();
  await expect(staged.getByLabel("Changes")).toHaveText("config.data.titlebefore Shopafter Fair");
  await staged.getByRole("button", { name: "Discard draft" }).press("Enter");
  await expect(staged).toBeHidden();
  await expect(page.getByRole("main")).toBeFocused();
  await expectState(page, "ready");
  await expectValue(page, "Outputs", "title", "Shop");
});

test("a staged draft is discarded once it was seen what it would change", async ({ page, owner, api, signedIn: _ }) => {
  const dialog = await openStagedDraft(page, owner, api);
  await dialog.getByRole("button", { name: "Discard draft" }).press("Enter");
  await expect(dialog).toBeHidden();
  await expectState(page, "ready");
  await expect(page.getByText("change staged")).toBeHidden();
  await expectValue(page, "Outputs", "title", "Shop");
  expect(await (await api.get("/changes")).json()).toEqual([]);
});

test("what somebody else applied during the review is overwritten only once that was seen", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await edit(page, owner, api);
  await addTag(page, "mine");
  await page.getByRole("button", { name: "Review changes" }).click();
  await expect(counts(page)).toHaveText(/1 to update/);
  await api.apply({ ...SITE, config: { data: { title: "Theirs" } } });
  await expect(page.getByRole("heading", { name: "It was changed in the meantime" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Apply", exact: true })).toBeDisabled();
  await page.getByRole("button", { name: "Overwrite" }).click();
  await expect(page.getByRole("region", { name: "Plan" }).getByLabel("Changes").first()).toContainText(
    "config.data.titlebefore Theirsafter Shop",
  );
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(page).toHaveURL(pageOf(owner, "/resources/view/pragma/config/site"));
  await expectState(page, "ready");
  expect(await (await api.resource("pragma/config/site")).json()).toMatchObject({ ...SITE, tags: ["mine"] });
});

test("a name that is taken is refused in the review of a new resource", async ({ page, owner, api, signedIn: _ }) => {
  await api.apply(SITE);
  await page.goto(pageOf(owner, "/resources/new?type=pragma%2Fconfig&view=yaml"));
  await writeYaml(page, "provider: pragma\nresource: config\nname: site\nconfig:\n  data: {}\n");
  await page.getByRole("button", { name: "Review changes" }).click();
  await expect(page.getByText(/exists already/).first()).toBeVisible();
});

test("the focus is where typing begins", async ({ page, owner, signedIn: _ }) => {
  await page.goto(pageOf(owner, "/resources/new"));
  await expect(page.getByLabel("Search types")).toBeFocused();
  await page.keyboard.type("pragma config");
  await page.getByRole("link", { name: /^pragma\/config/ }).press("Enter");
  await expect(page.getByLabel("Name", { exact: true }).first()).toBeFocused();
  await jump(page, "new change", "New change");
  await expect(page.getByRole("textbox", { name: "Manifest in YAML" })).toBeFocused();
});
