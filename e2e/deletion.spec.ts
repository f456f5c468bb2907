import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { createPool } from "@pragma/db";
import { type Account, createTokenOf } from "./support/accounts.ts";
import { Api, type NewResource } from "./support/api.ts";
import { expectState, reviewAndApply } from "./support/editor.ts";
import { pageOf } from "./support/page-of.ts";
import { test as base, expect } from "./support/test.ts";

const test = base.extend<{ api: Api }>({
  api: async ({ owner, platform, signedIn: _ }, provide) => provide(new Api(await createTokenOf(platform, owner))),
});

test.beforeEach(({ complaints }) => {
  // The page of a resource learns by a request that it is gone, and the browser logs that.
  complaints.expect(/status of 404 .*\/api\/trpc\/resources\./);
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

/** Waits until the page, without being loaded again, says that its resource is gone. */
async function expectGone(page: Page): Promise<void> {
  await expect(page.getByText("This resource is gone")).toBeVisible({ timeout: 60_000 });
}

/** `site` uses `settings`, which uses `names`. */
async function applyChain(api: Api): Promise<void> {
  await api.apply(config("names", { prefix: "shop" }));
  await api.apply(config("settings", { title: "The ${pragma/config/names.outputs.prefix}" }));
  await api.apply(config("site", { heading: "${pragma/config/settings.outputs.title}" }));
  await api.waitFor("pragma/config/site", "ready");
}

test("what others depend on is not deleted, unless they go with it", async ({ page, owner, api }) => {
  await applyChain(api);
  const dialog = await askToDelete(page, owner, "pragma/config/names");
  await expect(dialog.getByText("Refused: 1 resource depends on it.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Delete", exact: true })).toBeDisabled();

  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "More actions" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Delete…" }).click();

  await dialog.getByLabel("Delete what depends on it, too").check();
  const going = dialog.getByRole("region", { name: "Deleted with it (2)" });
  await expect(going.getByRole("link", { name: "pragma/config/settings" })).toBeVisible();
  await expect(going.getByRole("link", { name: "pragma/config/site" })).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Delete", exact: true })).toBeDisabled();
  await dialog.getByLabel("Type “names” to confirm").fill("names");
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expectGone(page);
  for (const name of ["names", "settings", "site"]) {
    expect((await api.resource(`pragma/config/${name}`)).status, name).toBe(404);
  }
});

test("a protected resource keeps everything that it depends on", async ({ page, owner, api }) => {
  await applyChain(api);
  await api.apply({
    ...config("site", { heading: "${pragma/config/settings.outputs.title}" }),
    deletion_protected: true,
  });
  const dialog = await askToDelete(page, owner, "pragma/config/names");
  await dialog.getByLabel("Delete what depends on it, too").check();
  await expect(dialog.getByText("Refused: 1 resource is protected.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Delete", exact: true })).toBeDisabled();
});

test("dependents of a resource can be kept, with the values taken from it", async ({ page, owner, api }) => {
  await applyChain(api);
  const dialog = await askToDelete(page, owner, "pragma/config/names");
  await dialog.getByLabel("Keep what depends on it").check();
  const kept = dialog.getByRole("region", { name: "Stays, with the values last taken from it (1)" });
  await expect(kept.getByRole("link", { name: "pragma/config/settings" })).toBeVisible();
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expectGone(page);
  await page.goto(pageOf(owner, "/resources/view/pragma/config/settings"));
  await expectState(page, "ready");
  await expect(page.getByRole("region", { name: "Config", exact: true })).toContainText("title: The shop");
  await expect(page.getByRole("region", { name: "Outputs", exact: true })).toContainText("title: The shop");
});

test("a resource can be forgotten, and the real object stays", async ({ page, owner, api, stack }) => {
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
  await dialog.getByRole("button", { name: "Forget", exact: true }).click();
  await expectGone(page);

  const server = createPool({ url: stack.userDatabaseUrl, name: "pragma-e2e", max: 1 });
  const { rows } = await server.query("SELECT datname FROM pg_database WHERE datname = $1", [name]);
  await server.query(`DROP DATABASE "${name}"`);
  await server.end();
  expect(rows).toEqual([{ datname: name }]);

  await page.goto(pageOf(owner, "/audit"));
  const entry = page.getByRole("row", { name: /resource\.orphan|resource\.delete/ }).first();
  await expect(entry).toContainText("postgres_database_kept");
});

test("a resource goes with its owner, and can be handed to another before", async ({ page, owner, api }) => {
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
    await expect(dialog.getByText("Only this resource will be deleted.").first()).toBeVisible();
    await dialog.getByRole("button", { name: "Delete", exact: true }).click();
    await expectGone(page);
    expect((await api.resource("pragma/config/child")).status).toBe(200);
  });

  await test.step("with the new one it goes, too", async () => {
    const dialog = await askToDelete(page, owner, "pragma/config/second");
    const going = dialog.getByRole("region", { name: "Deleted with it (1)" });
    await expect(going.getByRole("link", { name: "pragma/config/child" })).toBeVisible();
    await dialog.getByLabel("Type “second” to confirm").fill("second");
    await dialog.getByRole("button", { name: "Delete", exact: true }).click();
    await expectGone(page);
    expect((await api.resource("pragma/config/child")).status).toBe(404);
  });
});
