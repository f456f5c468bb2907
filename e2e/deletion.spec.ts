import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { createPool } from "@pragma/db";
import { expectAccessible } from "./support/accessibility.ts";
import type { Account } from "./support/accounts.ts";
import type { Api, NewResource } from "./support/api.ts";
import { expectState, reviewAndApply } from "./support/editor.ts";
import { pageOf } from "./support/page-of.ts";
import { expectValue } from "./support/resource-page.ts";
import { expect, test } from "./support/test.ts";

test.beforeEach(({ complaints }) => {
  // The page of a resource may learn by a request that it is gone, before it is left; the browser logs refused applies.
  complaints.expect(/status of 404 .*\/api\/trpc\/resources\./);
  complaints.expect(/status of 409 .*\/api\/trpc\/changes\./);
});

/** A `pragma/config`, which becomes ready without a provider. */
function config(name: string, data: Record<string, unknown>): NewResource {
  return { provider: "pragma", resource: "config", name, config: { data } };
}

/** Opens the page of a resource, and on it the dialog that deletes it. @param key `provider/resource/name` */
async function askToDelete(page: Page, owner: Account, key: string): Promise<Locator> {
  await page.goto(pageOf(owner, `/resources/view/${key}`));
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  return page.getByRole("dialog", { name: `Delete ${key.split("/").at(-1)}` });
}

const counts = (where: Locator | Page) => where.getByRole("list", { name: "Counts" });
const confirm = (dialog: Locator, words = "Delete") => dialog.getByRole("button", { name: words, exact: true });

/** Waits until the page of the change, to which an apply leads, says without being loaded again that all of it is done. */
async function expectDone(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/changes\/[0-9a-f-]{36}/);
  await expect(page.getByRole("status", { name: "Status" })).toHaveText("succeeded");
}

/** The statuses of the organization's changes, newest first. */
async function statuses(api: Api): Promise<string[]> {
  const changes = (await (await api.get("/changes")).json()) as { status: string }[];
  return changes.map(({ status }) => status);
}

/** `site` uses `settings`, which uses `names`. */
async function applyChain(api: Api): Promise<void> {
  await api.apply(config("names", { prefix: "shop" }));
  await api.apply(config("settings", { title: "The ${pragma/config/names.outputs.prefix}" }));
  await api.apply(config("site", { heading: "${pragma/config/settings.outputs.title}" }));
  await api.waitFor("pragma/config/site", "ready");
}

test("what others depend on is not deleted, unless they go with it", async ({ page, owner, api, signedIn: _ }) => {
  await applyChain(api);
  const dialog = await askToDelete(page, owner, "pragma/config/names");
  await expect(dialog.getByText("names cannot be deleted yet:")).toBeVisible();
  await expect(dialog.getByText("pragma/config/settings depends on")).toBeVisible();
  await expect(confirm(dialog)).toBeDisabled();
  await expectAccessible(page);

  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "More actions" })).toBeFocused();
  // Nothing is left of what was only looked at.
  expect(await statuses(api)).toEqual([]);
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Delete…" }).click();

  await dialog.getByLabel("Delete them, too").check();
  await expect(dialog.getByText("Deletes names and 2 that depend on it.")).toBeVisible();
  const steps = dialog.getByRole("list", { name: "In this order" }).getByRole("listitem");
  await expect(steps).toHaveCount(3);
  // Dependents go before what they depend on.
  await expect(steps.nth(0)).toContainText("pragma/config/site");
  await expect(steps.nth(1)).toContainText("pragma/config/settings");
  await expect(steps.nth(2)).toContainText("pragma/config/names");
  await expect(confirm(dialog)).toBeDisabled();
  await dialog.getByLabel("Type “names” to confirm").fill("names");
  await page.keyboard.press("Tab");
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await expectAccessible(page);
  await confirm(dialog).click();
  await expectDone(page);
  await expect(page.getByRole("heading", { level: 1, name: "Delete pragma/config/names" })).toBeVisible();
  for (const name of ["names", "settings", "site"]) {
    expect((await api.resource(`pragma/config/${name}`)).status, name).toBe(404);
  }
});

test("a protected resource keeps everything that it depends on", async ({ page, owner, api, signedIn: _ }) => {
  await applyChain(api);
  await api.apply({
    ...config("site", { heading: "${pragma/config/settings.outputs.title}" }),
    deletion_protected: true,
  });
  const dialog = await askToDelete(page, owner, "pragma/config/names");
  await dialog.getByLabel("Delete them, too").check();
  await expect(dialog.getByText("pragma/config/site is protected from deletion")).toBeVisible();
  await expect(confirm(dialog)).toBeDisabled();
});

test("dependents of a resource can be kept, with the values taken from it", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await applyChain(api);
  const dialog = await askToDelete(page, owner, "pragma/config/names");
  await dialog.getByLabel("Keep them, with the values they have").check();
  const kept = dialog.getByRole("listitem").filter({ hasText: "it keeps the values that it took from" });
  await expect(kept.getByRole("link", { name: "pragma/config/settings" })).toBeVisible();
  await confirm(dialog).click();
  await expectDone(page);
  await page.goto(pageOf(owner, "/resources/view/pragma/config/settings"));
  await expectState(page, "ready");
  await expectValue(page, "Config", "data.title", "The shop");
  await expectValue(page, "Outputs", "title", "The shop");
});

test("what something has moved under is not done, and looked at again where it is shown", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await api.apply(config("names", { prefix: "shop" }));
  await api.waitFor("pragma/config/names", "ready");
  const dialog = await askToDelete(page, owner, "pragma/config/names");
  await expect(dialog.getByText("Deletes names.")).toBeVisible();
  await api.apply(config("settings", { title: "The ${pragma/config/names.outputs.prefix}" }));
  await api.apply(config("names", { prefix: "mall" }));
  await api.waitFor("pragma/config/settings", "ready");
  await api.waitFor("pragma/config/names", "ready");
  await confirm(dialog).click();
  await expect(dialog.getByText(/no longer what its preview showed/)).toBeVisible();
  await expect(confirm(dialog)).toBeDisabled();
  await dialog.getByRole("button", { name: "Look again" }).click();
  await expect(dialog.getByText("names cannot be deleted yet:")).toBeVisible();
  expect(await statuses(api)).toEqual([]);
  expect((await api.resource("pragma/config/names")).status).toBe(200);
});

test("selected resources go as one change, in order", async ({ page, owner, api, signedIn: _ }) => {
  await applyChain(api);
  await api.apply(config("other", { uses: "${pragma/config/names.outputs.prefix}" }));
  await api.waitFor("pragma/config/other", "ready");
  await page.goto(pageOf(owner, "/resources"));
  for (const name of ["names", "settings", "site"]) {
    await page.getByRole("checkbox", { name: new RegExp(`/${name}$`) }).check();
  }
  await page.getByRole("region", { name: "Selected resources" }).getByRole("button", { name: "Delete…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete 3 resources" });
  // Two of them depend on each other; what is not selected stands in the way.
  await expect(dialog.getByText("3 resources cannot be deleted yet:")).toBeVisible();
  await expect(dialog.getByText("pragma/config/other depends on")).toBeVisible();
  await dialog.getByLabel("Delete them, too").check();
  await expect(dialog.getByText("Deletes 3 resources and 1 that depends on them.")).toBeVisible();
  await dialog.getByLabel("Type “delete 4” to confirm").fill("delete 4");
  await confirm(dialog).click();
  await expectDone(page);
  await expect(page.getByRole("status", { name: "Outcome" })).toHaveText("4 deleted");
});

test("a set is deleted as a whole, and brought back by reverting that", async ({ page, owner, api, signedIn: _ }) => {
  const documents = [config("one", { a: 1 }), config("two", { a: "${pragma/config/one.outputs.a}" })];
  expect((await api.post("/changes", { documents, set: "pair", apply: true })).status).toBe(201);
  await api.apply(config("three", { a: 1 }));
  await api.waitFor("pragma/config/two", "ready");
  await page.goto(pageOf(owner, "/resources?set=pair&q=one"));
  await page.getByRole("button", { name: "Delete set…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete the set pair" });
  await expect(dialog.getByText("Deletes the set pair (2 resources).")).toBeVisible();
  await dialog.getByLabel("Type “pair” to confirm").fill("pair");
  await confirm(dialog).click();
  await expectDone(page);
  expect((await api.resource("pragma/config/one")).status).toBe(404);
  expect((await api.resource("pragma/config/three")).status).toBe(200);
  await page.getByRole("button", { name: "Revert…" }).click();
  const revert = page.getByRole("dialog", { name: "Revert this change?" });
  await expect(counts(revert)).toHaveText(/2 to create/);
  await revert.getByRole("button", { name: "Revert", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: 'Revert "Delete the set pair"' })).toBeVisible();
  await expectDone(page);
  expect((await api.resource("pragma/config/one")).status).toBe(200);
});

test("of many all can be looked at, and what confirms it stays in view", async ({ page, owner, api, signedIn: _ }) => {
  const documents = Array.from({ length: 130 }, (_, n) => config(`of-many-${n}`, { a: n }));
  expect((await api.post("/changes", { documents, set: "many", apply: true })).status).toBe(201);
  await api.waitFor("pragma/config/of-many-129", "ready");
  await page.goto(pageOf(owner, "/resources?set=many"));
  await page.getByRole("button", { name: "Delete set…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete the set many" });
  await expect(dialog.getByText("Deletes the set many (130 resources).")).toBeVisible();
  const links = dialog.getByRole("list", { name: "In this order" }).getByRole("link");
  await expect(links).toHaveCount(100);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await expect(confirm(dialog)).toBeInViewport({ ratio: 1 });
    await expect(dialog.getByLabel("Type “many” to confirm")).toBeInViewport({ ratio: 1 });
  }
  await expect(dialog.getByText("Type the words above first.")).toBeVisible();
  await expect(confirm(dialog)).toHaveAccessibleDescription("Type the words above first.");
  await dialog.getByRole("button", { name: "Show more (30)" }).click();
  await expect(links).toHaveCount(130);
  await expectAccessible(page);
});

test("a resource can be forgotten, and the real object stays", async ({ page, owner, api, stack, signedIn: _ }) => {
  const name = `kept_${randomUUID().slice(0, 8)}`;
  await api.apply({
    provider: "postgres",
    resource: "database",
    name: "kept",
    config: { server_url: stack.userDatabaseUrl, name },
  });
  await api.waitFor("postgres/database/kept", "ready");
  const dialog = await askToDelete(page, owner, "postgres/database/kept");
  await dialog.getByText("Advanced").click();
  await dialog.getByLabel("Forget it without calling the provider").check();
  await expect(dialog.getByText("The real object stays as it is.")).toBeVisible();
  await expect(dialog.getByText("Forgotten only: the real object stays")).toBeVisible();
  await confirm(dialog, "Forget").click();
  await expectDone(page);

  const server = createPool({ url: stack.userDatabaseUrl, name: "pragma-e2e", max: 1 });
  const { rows } = await server.query("SELECT datname FROM pg_database WHERE datname = $1", [name]);
  await server.query(`DROP DATABASE "${name}"`);
  await server.end();
  expect(rows).toEqual([{ datname: name }]);

  await page.goto(pageOf(owner, "/audit"));
  const entry = page.getByRole("row", { name: /applied the change Forget/ }).first();
  await expect(entry).toContainText("postgres/database/kept");
});

test("a resource goes with its owner, and can be handed to another before", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  const ref = (name: string) => ({ provider: "pragma", resource: "config", name });
  await api.apply(config("first", { a: 1 }));
  await api.apply(config("second", { a: 2 }));
  await api.apply({ ...config("child", { a: 3 }), owner_references: [ref("first")] });
  await api.waitFor("pragma/config/child", "ready");

  await test.step("in the form it gets another owner", async () => {
    await page.goto(pageOf(owner, "/resources/view/pragma/config/child"));
    const owners = page.getByRole("list", { name: "Owned by" });
    await expect(owners.getByRole("link", { name: "pragma/config/first" })).toBeVisible();
    await page.getByRole("link", { name: "Edit" }).click();
    // First the old one goes, so that for a moment there is none.
    await page.getByRole("button", { name: "Remove pragma/config/first" }).click();
    await page.getByRole("group", { name: "Owners" }).getByRole("button", { name: "Add an owner" }).click();
    await page.getByLabel("Search resources").fill("second");
    await page.getByRole("option", { name: /pragma\/config\/second/ }).click();
    await reviewAndApply(page);
    await expect(owners.getByRole("link", { name: "pragma/config/second" })).toBeVisible();
    await expect(owners.getByRole("link", { name: "pragma/config/first" })).toHaveCount(0);
  });

  await test.step("the former owner goes alone", async () => {
    const dialog = await askToDelete(page, owner, "pragma/config/first");
    await expect(dialog.getByText("Deletes first.")).toBeVisible();
    await confirm(dialog).click();
    await expectDone(page);
    expect((await api.resource("pragma/config/child")).status).toBe(200);
  });

  await test.step("with the new one it goes, too", async () => {
    const dialog = await askToDelete(page, owner, "pragma/config/second");
    const going = dialog.getByRole("listitem").filter({ hasText: "the last of its owners goes:" });
    await expect(going.getByRole("link", { name: "pragma/config/child" })).toBeVisible();
    await dialog.getByLabel("Type “second” to confirm").fill("second");
    await confirm(dialog).click();
    await expectDone(page);
    expect((await api.resource("pragma/config/child")).status).toBe(404);
  });
});
