import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessibility.ts";
import { createTokenOf } from "./support/accounts.ts";
import { Api } from "./support/api.ts";
import { pageOf } from "./support/page-of.ts";
import { test as base, expect } from "./support/test.ts";

const test = base.extend<{ api: Api }>({
  api: async ({ owner, platform, signedIn: _ }, provide) => provide(new Api(await createTokenOf(platform, owner))),
});

const draft = (name: string, tags: string[], resource = "config") => ({
  provider: "pragma",
  resource,
  name,
  config: { data: {} },
  tags,
  lifecycle_state: "draft" as const,
});

const names = (page: Page) => page.locator("[data-row-link]").allTextContents();

test("choices say how many they find, and the list is sorted by its heads", async ({ page, owner, api }) => {
  await api.apply({ ...draft("beta", ["shop"]), lifecycle_state: "pending" });
  await api.waitFor("pragma/config/beta", "ready");
  await api.apply(draft("alpha", ["shop", "old"]));
  await api.apply(draft("gamma", ["old"], "secret"));

  await page.goto(pageOf(owner, "/resources"));
  await expect(page.getByRole("status").filter({ hasText: "3 resources" })).toBeVisible();
  const state = page.getByLabel("State", { exact: true });
  await expect(state.getByRole("option")).toHaveText([
    ...["Any state", "draft (2)", "pending (0)", "processing (0)", "ready (1)", "failed (0)"],
  ]);
  await state.selectOption("draft");
  await expect(page.getByRole("status").filter({ hasText: "2 resources" })).toBeVisible();
  await expect(page.getByLabel("Type").getByRole("option", { name: "pragma/secret (1)" })).toBeAttached();
  // Of its own facet a choice shows what another one would find instead.
  await expect(state.getByRole("option", { name: "ready (1)" })).toBeAttached();
  await page.getByRole("button", { name: "Tags" }).click();
  await expect(page.getByRole("option", { name: /old/ })).toContainText("2");
  await page.keyboard.press("Escape");
  await expectAccessible(page);

  // Without a reload.
  await api.apply(draft("delta", ["shop"]));
  await expect(state.getByRole("option", { name: "draft (3)" })).toBeAttached();
  await state.selectOption("");

  const head = (name: string) => page.getByRole("columnheader", { name });
  await expect(head("Name")).toHaveAttribute("aria-sort", "ascending");
  await expect.poll(() => names(page)).toEqual(["alpha", "beta", "delta", "gamma"]);
  await head("Name").getByRole("button").press("Enter");
  await expect(head("Name")).toHaveAttribute("aria-sort", "descending");
  await expect(page).toHaveURL(/sort=-name/);
  await expect.poll(() => names(page)).toEqual(["gamma", "delta", "beta", "alpha"]);
  await head("Updated").getByRole("button").click();
  await expect.poll(() => names(page)).toEqual(["delta", "gamma", "alpha", "beta"]);
  // What changes moves up.
  await api.apply({ ...draft("alpha", ["shop"]), config: { data: { a: 1 } } });
  await expect.poll(() => names(page), { timeout: 15_000 }).toEqual(["alpha", "delta", "gamma", "beta"]);
  await page.getByLabel("Sort").selectOption("Oldest first");
  await expect.poll(() => names(page)).toEqual(["beta", "alpha", "gamma", "delta"]);
  await page.goBack();
  await expect(head("Updated")).toHaveAttribute("aria-sort", "descending");
});

test("a view of the list is saved, shared and opened by its address", async ({ page, owner, api }) => {
  await api.apply(draft("alpha", ["shop"]));
  await api.apply(draft("beta", ["old"]));
  await page.goto(pageOf(owner, "/resources?tags=shop&sort=-updated"));
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save this view…" }).click();
  const dialog = page.getByRole("dialog", { name: "Save this view" });
  await dialog.getByLabel("Name").fill("The shop");
  await dialog.getByRole("checkbox").check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save view" }).click();
  const menu = page.getByRole("button", { name: "View The shop" });
  await expect(menu).toBeVisible();
  const id = new URL(page.url()).searchParams.get("view");
  expect(id).not.toBeNull();

  await page.goto(pageOf(owner, `/resources?view=${id}`));
  await expect(page).toHaveURL(/tags=shop&sort=-updated&view=/);
  await expect.poll(() => names(page)).toEqual(["alpha"]);
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(menu).toContainText("(changed)");
  await menu.click();
  await expectAccessible(page);
  await page.getByRole("menuitem", { name: "Save changes to The shop" }).click();
  await expect(menu).not.toContainText("(changed)");
  await menu.click();
  await page.getByRole("menuitem", { name: "Rename or share…" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Everything");
  await page.getByRole("dialog").getByRole("button", { name: "Save view" }).click();
  await page.getByRole("button", { name: "View Everything" }).click();
  await page.getByRole("menuitem", { name: "Delete view…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete view" }).click();
  await expect(page.getByRole("button", { name: "Views" })).toBeVisible();
});
